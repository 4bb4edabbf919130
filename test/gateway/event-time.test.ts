/** Which time of an event counts. */
import { expect, test } from "vitest";
import { EventTimes } from "../../src/gateway/event-time.ts";
import { Metrics } from "../../src/gateway/metrics.ts";

const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CALL = { caller: "13911112222", callee: "13700001111" };

test.each([
  ["its own", NOW - 1000, "event", NOW - 1000],
  ["its own as text", String(NOW - 1000), "event", NOW - 1000],
  ["its own as ISO 8601", new Date(NOW - 1000).toISOString(), "event", NOW - 1000],
  ["its own, years before", NOW - 4 * 365 * DAY_MS, "event", NOW - 4 * 365 * DAY_MS],
  ["its own, minutes ahead", NOW + 9 * MINUTE_MS, "event", NOW + 9 * MINUTE_MS],
  ["its arrival, as it is further ahead", NOW + 11 * MINUTE_MS, "arrival", NOW],
  ["its arrival, as it has none", undefined, "arrival", NOW],
  ["its arrival, as it is empty", "", "arrival", NOW],
  ["none, as it is a day ahead", NOW + DAY_MS, "none", null],
  ["none, as it is too many years before", NOW - 6 * 365 * DAY_MS, "none", null],
  ["none, as it counts seconds", Math.floor(NOW / 1000), "none", null],
])("of a first event: %s", (_, time, source, countsMs) => {
  const { event, time: found } = new EventTimes("milliseconds", new Metrics()).timed({ ...CALL, time }, NOW);
  expect({ found, countsMs: (event.time as Date | null)?.getTime() ?? null }).toEqual({ found: source, countsMs });
});

test("of an event without a callee none, unless it states one", () => {
  const times = new EventTimes("milliseconds", new Metrics());
  expect(times.timed({ caller: "1" }, NOW).time).toBe("none");
  expect(times.timed({ caller: "1", time: NOW }, NOW).time).toBe("event");
});

test("of later events none that is a day behind the latest, also of the saved history", () => {
  const metrics = new Metrics();
  const times = new EventTimes("seconds", metrics, NOW);
  const of = (timeMs: number) => times.timed({ ...CALL, time: timeMs / 1000 }, NOW + DAY_MS).time;
  expect([of(NOW - DAY_MS + 1000), of(NOW - DAY_MS), of(NOW + DAY_MS), of(NOW)]).toEqual([
    "event",
    "none",
    "event",
    "none",
  ]);
  // A time that nobody can read is left to screening, which refuses it.
  expect(times.timed({ ...CALL, time: "yesterday" }, NOW)).toEqual({
    event: { ...CALL, time: "yesterday" },
    time: "none",
  });
  expect(metrics.text()).toContain("ringfence_times_disbelieved_total 2\n");
});
