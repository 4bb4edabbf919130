/** Recorded rows in place of made-up traffic: what benches read of a file, and what they refuse. */
import { listingsFound } from "../../../src/detect/blocklist/found.ts";
import { gradesFound, UNREAD } from "../../../src/detect/learned/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRecorded, recordedEvents, recordedTables } from "../../../bench/harness/recorded.ts";
import { attachTables } from "../../../bench/harness/tables.ts";
import { ObviousScreener } from "../../../bench/obvious/screener.ts";
import { checkVerdicts } from "../../../bench/pipeline/check-verdicts.ts";
import { RecordedEventSource } from "../../../bench/pipeline/recorded-traffic.ts";
import { screenInThread } from "../pipeline/screen-in-thread.ts";
import { screen } from "../../../src/detect/screening.ts";
import { Findings } from "../../../src/event/findings.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("recorded");
const [calls, list, scripts] = [join(folder, "calls.csv"), join(folder, "list.txt"), join(folder, "scripts.txt")];
const SCRIPT = "Congratulations you have won a prize call this number now to claim it";

/** Callers in every way in which people write them; the second hour before the first. */
const CALLERS = [
  "13800138000",
  "+86 138-0013-8000",
  "008613800138000",
  "+12025550101",
  "0095588",
  "ICBC",
  "",
  "a caller with a name that is far too long to be one",
  "138 0013 8001",
];

/** A call from nobody is nothing to screen. */
const ROWS = 2 * CALLERS.length - 1;

beforeAll(() => {
  const rows = CALLERS.flatMap((caller, index) => [
    `"${caller}",1391234000${index},2024-03-01T1${index % 2 === 0 ? 1 : 0}:00:0${index}Z,30,"",ham`,
    `"${caller}",1391234000${index},2024-03-01T12:00:0${index}Z,,"${SCRIPT.replaceAll("o", index % 2 === 0 ? "o" : "0")} ${index}",fraud`,
  ]);
  writeFileSync(calls, `from,callee,time,duration,text,label\n${rows.join("\n")}\nbroken\n`);
  writeFileSync(list, "+86 13800138000\nICBC\n0095588\nhttp://evil-bank.top/x\n");
  writeFileSync(scripts, `${SCRIPT}\n${SCRIPT}\n`);
});

const file = () => ({
  file: calls,
  columns: { caller: "from" },
  blocklist: list,
  scripts: [SCRIPT, SCRIPT],
  templates: scripts,
});

describe("a file of recorded events", () => {
  test("is read in order of time, with what was left out and what is listed", async () => {
    const traffic = await readRecorded(file(), "full");
    expect(traffic.rows).toHaveLength(ROWS);
    const times = traffic.rows.map(({ timeMs }) => timeMs!);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(traffic.settings).toMatchObject({ rows: ROWS, listed: 3, listedDomains: 1, templates: 1 });
    expect(traffic.remarks).toEqual([
      expect.stringMatching(/^2 lines of .* could not be read .*line 14, as neither text nor caller/),
    ]);
    expect((await readRecorded({ ...file(), blocklist: undefined }, "full")).remarks[1]).toContain("nobody is listed");
  });

  test("is screened with the user's lists, by all stages but behaviour", async () => {
    const traffic = await readRecorded(file(), "full");
    const events = recordedEvents(traffic);
    const findings = Findings.allocate(events.count);
    screen(events, findings, attachTables(recordedTables(traffic, {})));
    const listed = Array.from(listingsFound(findings).caller.subarray(0, events.count));
    // Three ways to write one number, a name and a hotline with zeros in front: of each a call and a message.
    expect(listed.filter((answer) => answer === 2)).toHaveLength(10);
    expect(
      scriptsFound(findings)
        .template.subarray(0, events.count)
        .filter((one) => one === 0),
    ).toHaveLength(CALLERS.length);
  });

  test("is scored by the model that is named: every message, and no call", async () => {
    const traffic = await readRecorded(file(), "full");
    const events = recordedEvents(traffic);
    const findings = Findings.allocate(events.count);
    screen(events, findings, attachTables(recordedTables(traffic, {}, { model: "starter" })));
    const graded = Array.from(gradesFound(findings).grade.subarray(0, events.count)).filter((one) => one !== UNREAD);
    expect(graded).toHaveLength(traffic.rows.filter(({ text }) => text !== null).length);
  });

  test("gets the same answers from the obvious pipeline, however callers are written", async () => {
    const source = new RecordedEventSource(await readRecorded(file(), "full"));
    // The rows more than once.
    const events = source.next(50);
    expect(events.at(-1)!.line).toBe(50);
    expect(events[ROWS]).toEqual({ ...events[0], line: ROWS + 1 });
    const answers = screenInThread(source.knowledge, events);
    const obvious = new ObviousScreener(source.knowledge);
    const verdicts = events.map((event) => obvious.screen(event));
    expect(checkVerdicts(answers, 0, events, verdicts)).toBe(0);
    expect(verdicts.filter(({ listed }) => listed).length).toBeGreaterThan(20);
    expect(verdicts.filter(({ template }) => template === 0).length).toBeGreaterThan(20);
  });
});
