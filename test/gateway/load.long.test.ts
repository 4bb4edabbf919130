/** A gateway under load: every request of many connections is answered, and the slowest soon. */
import autocannon from "autocannon";
import { expect, test } from "vitest";
import { newState, spawnGateway } from "./running-gateway.ts";

const CONNECTIONS = 16;
const SECONDS = 5;

test.each([
  ["single events", 1, 500],
  ["arrays of 100", 100, 2000],
] as const)("answers %s on many connections at once", async (_, events, leastPerSecond) => {
  const gateway = await spawnGateway(newState());
  const rows = Array.from({ length: events }, (__, row) => ({
    caller: String(13_800_000_000 + row),
    callee: "13900139000",
    text: "see you at eight",
  }));
  const { errors, timeouts, non2xx, requests, latency } = await autocannon({
    url: new URL("/v1/screen", gateway.url).href,
    connections: CONNECTIONS,
    duration: SECONDS,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(events === 1 ? rows[0] : rows),
  });
  console.log(`${events} events a request: ${requests.average * events} events/s, p99 ${latency.p99} ms`);
  expect({ errors, timeouts, non2xx }).toEqual({ errors: 0, timeouts: 0, non2xx: 0 });
  // A tenth of what two quiet cores do.
  expect(requests.average * events).toBeGreaterThan(leastPerSecond);
  expect(latency.p99).toBeLessThan(5000);
  expect(await gateway.end("SIGTERM")).toBe(0);
});
