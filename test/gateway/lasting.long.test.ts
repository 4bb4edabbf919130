/** What is left of what was accepted, after twenty kills. */
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { ask, newState, type Spawned, spawnGateway } from "./running-gateway.ts";

const KILLS = 20;

/** Null: no whole answer came. */
const tell = (gateway: Spawned, path: string, body: object) => ask(gateway.url, path, body).catch(() => null);

/** Those of them that are not blocked. */
async function missing(gateway: Spawned, listed: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < listed.length; at += 1000) {
    const callers = listed.slice(at, at + 1000);
    const events = callers.map((caller) => ({ caller }));
    const { body } = (await tell(gateway, "/v1/screen", events))!;
    found.push(...callers.filter((_, place) => (body as { verdict: string }[])[place]!.verdict !== "block"));
  }
  return found;
}

test("twenty kills in the middle of feeding lose no accepted listing or complaint", async () => {
  const state = newState();
  const listed: string[] = [];
  const complaints = { accepted: 0, sent: 0 };
  let entry = 13_700_000_000;
  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await spawnGateway(state, "--set", "gateway.saveSeconds=1");
    const startedMs = Date.now();
    const killed = new AbortController();
    const feeders = Array.from({ length: 6 }, async (_, feeder) => {
      while (!killed.signal.aborted) {
        const number = String(entry++);
        if (feeder % 2 === 0) {
          const answer = await tell(gateway, "/v1/list", { add: [number], why: `kill ${kill}` });
          if (answer?.status === 200) listed.push(number);
        } else {
          complaints.sent++;
          const answer = await tell(gateway, "/v1/complaints", { caller: "95588", reporter: number });
          if (answer?.status === 202) complaints.accepted++;
        }
        await tell(gateway, "/v1/screen", { caller: number, callee: "13900139000" });
      }
    });
    // A moment that differs, after some more were accepted: machines of tests are slow now and then.
    const enough = listed.length + complaints.accepted + 2 + (kill % 9);
    const isListed = listed.length;
    while (listed.length + complaints.accepted < enough || listed.length === isListed) await wait(1);
    await wait((kill * 37) % 250);
    await gateway.end("SIGKILL");
    killed.abort();
    await Promise.all(feeders);
    if (kill === 0) continue;
    const [, since] = /what callers did after (\S+) is missing/.exec(gateway.stderr()) ?? [];
    // It says from when; or that there is nothing at all, where it was killed within the first second.
    expect(gateway.stderr()).toContain(since === undefined ? "killed before it saved" : "was killed");
    expect(Date.parse(since ?? "1970-01-01T00:00:00Z")).toBeLessThanOrEqual(startedMs);
  }
  expect(listed.length).toBeGreaterThanOrEqual(KILLS);
  expect(complaints.accepted).toBeGreaterThanOrEqual(KILLS);
  const last = await spawnGateway(state);
  expect(await missing(last, listed)).toEqual([]);
  const { body } = (await tell(last, "/v1/complaints", { caller: "95588", reporter: "last" }))!;
  const { cases } = body as { cases: { complaints: number; reporters: number }[] };
  console.log(
    `${KILLS} kills: of ${listed.length} accepted listings 0 are missing, of ${complaints.accepted} accepted complaints ` +
      `(${complaints.sent} sent) ${cases[0]!.complaints - 1} are there`,
  );
  expect(cases[0]!.complaints - 1).toBeGreaterThanOrEqual(complaints.accepted);
  expect(cases[0]!.complaints - 1).toBeLessThanOrEqual(complaints.sent);
  expect(cases[0]!.reporters).toBe(cases[0]!.complaints);
  expect(await last.end("SIGTERM")).toBe(0);
});
