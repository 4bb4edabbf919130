/** Another configuration beside the one that decides: it differs where screening twice does, and touches nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Metrics } from "../../src/gateway/metrics.ts";
import { overviewSchema, shadowSchema, type Verdict } from "../../src/gateway/protocol.ts";
import { Shadow } from "../../src/gateway/shadow.ts";
import { CHINA } from "../../src/rows/country.ts";
import { createScreener } from "../../src/screen/screener.ts";
import type { ScreenerEvent } from "../../src/screen/screened-event.ts";
import { newFolder } from "../new-folder.ts";
import { runGateway, type Running } from "./running-gateway.ts";

const folder = newFolder("gateway-shadow");
const LISTED = "13800138000";
/** 2026-03-01, in seconds. */
const START_S = 1_772_323_200;
const POLL = { timeout: 20_000, interval: 20 };

function shadowFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Calls and messages of two days; one caller calls everybody, so that what is remembered of callers counts. */
function eventsOf(count: number): ScreenerEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `e${at}`,
    caller: at % 3 === 0 ? "13911112222" : at % 7 === 0 ? LISTED : `1370000${String(1000 + at)}`,
    callee: `1360000${String(1000 + at)}`,
    time: START_S + Math.floor((at * 172_800) / count),
    ...(at % 2 === 0
      ? { duration: at % 20, answered: at % 4 === 0 }
      : { text: at % 5 === 0 ? "您的账户异常，请登录 http://1cbc-vip.top 验证" : `see you at ${at}` }),
  }));
}

/** What it says once all of these were compared. */
async function shadowAfter(gateway: Running, events: number) {
  const shown = async () => shadowSchema.parse((await gateway.ask("/v1/shadow")).body);
  await expect
    .poll(async () => (({ same, different, shed, failed }) => same + different + shed + failed)(await shown()), POLL)
    .toBe(events);
  return shown();
}

describe("the shadow of a gateway", () => {
  test("with the same settings decides nothing otherwise, through new lists and a restart", async () => {
    const shadow = shadowFile("same.yaml", "screening:\n  blockScore: 180\n");
    const events = eventsOf(240);
    const over = { shadow };
    const first = await runGateway({ over });
    await first.ask("/v1/screen", events.slice(0, 50));
    // Verdicts before and after a listing differ: both must meet it between the same two events.
    const [listed] = await Promise.all([
      first.ask("/v1/list", { add: [LISTED], addTemplates: ["see you at 77"] }),
      ...events.slice(50, 100).map((event) => first.ask("/v1/screen", event)),
    ]);
    expect(listed.status).toBe(200);
    // Files are read anew, and a number is listed meanwhile.
    await Promise.all([
      first.reload(),
      first.ask("/v1/list", { add: ["13911112222"], remove: [LISTED] }),
      ...events.slice(100, 110).map((event) => first.ask("/v1/screen", event)),
    ]);
    await first.ask("/v1/screen", events.slice(110, 120));
    expect(await shadowAfter(first, 120)).toMatchObject({
      same: 120,
      different: 0,
      kinds: [],
      last: [],
      problem: null,
    });
    const { state } = first;
    await first.close();
    const second = await runGateway({ state, over });
    expect(second.told).toEqual([]);
    await second.ask("/v1/screen", events.slice(120));
    expect(await shadowAfter(second, 120)).toMatchObject({ same: 120, different: 0 });
  });

  test("with others decides otherwise where screening twice does, and verdicts are those without it", async () => {
    const set = ["screening.blockScore=120", "screening.weights.domainLookalike=100", "screening.flagScore=-300"];
    const [caller, ...others] = [LISTED, "10086"];
    const shadow = shadowFile(
      "other.yaml",
      "screening:\n  blockScore: 120\n  flagScore: -300\n  weights:\n    domainLookalike: 100\n",
    );
    const events = eventsOf(300);
    const lists = { blocklist: [caller, ...others], model: "none" };
    const [decides, beside] = await Promise.all([createScreener(lists), createScreener({ ...lists, set })]);
    const expected = events.flatMap((event) => {
      const [one, other] = [decides.screen(event), beside.screen(event)];
      return one.verdict === other.verdict ? [] : [[event.id, one.verdict, other.verdict, other.score, other.evidence]];
    });
    expect(new Set(expected.map(([, ...kind]) => kind.slice(0, 2).join())).size).toBeGreaterThan(1);
    const gateway = await runGateway({ over: { shadow } });
    const plain = await runGateway();
    for (const each of [gateway, plain]) await each.ask("/v1/list", { add: lists.blocklist });
    const screenedBy = async (each: Running) =>
      ((await each.ask("/v1/screen", events)).body as Verdict[]).map(({ verdict, score }) => [verdict, score]);
    expect(await screenedBy(gateway)).toEqual(await screenedBy(plain));
    const shown = await shadowAfter(gateway, 300);
    expect(shown.different).toBe(expected.length);
    expect(shown.kinds.reduce((sum, kind) => sum + kind.events, 0)).toBe(expected.length);
    const last = shown.last.map(({ id, decided, shadow: would }) => [
      id,
      decided.verdict,
      would.verdict,
      would.score,
      would.evidence,
    ]);
    expect(last).toEqual(expected.toReversed().slice(0, 100));
    expect(shown.differs.toSorted()).toEqual(set.toSorted());
    expect(JSON.stringify(shown)).not.toContain(LISTED);
    const { body } = await gateway.ask("/metrics");
    expect(body).toContain(`ringfence_shadow_events_total{outcome="different"} ${expected.length}`);
    expect(body).toMatch(/ringfence_shadow_differences_total\{verdict="\w+",shadow="\w+"\} \d+/);
    expect(body).toContain("ringfence_shadow_up 1");
    expect(overviewSchema.parse((await gateway.ask("/v1/overview")).body).shadow).toMatchObject({
      different: expected.length,
    });
  });

  test("goes on through new lists of a stage that it has switched off", async () => {
    const shadow = shadowFile("off.yaml", "screening:\n  stages:\n    blocklist: false\n    match: false\n");
    const gateway = await runGateway({ over: { shadow } });
    await gateway.ask("/v1/list", { add: [LISTED], addTemplates: ["see you at 77 tonight, my dear friend"] });
    await gateway.reload();
    await gateway.ask("/v1/screen", [{ caller: LISTED }, { caller: "10086" }]);
    expect(await shadowAfter(gateway, 2)).toMatchObject({ same: 1, different: 1, problem: null });
  });

  test("that there is not is said, and one whose settings cannot be used keeps a gateway from its start", async () => {
    expect((await (await runGateway()).ask("/v1/shadow")).status).toBe(404);
    for (const [text, words] of [
      ["screening:\n  blockScor: 3\n", /blockScor/],
      ["gateway:\n  port: 3\n", /a shadow has the gateway of the gateway/],
      ["hours: 3\n", /nothing here depends on it/],
      ["screening:\n  model: nowhere.model\n", /nowhere\.model/],
    ] as const) {
      await expect(runGateway({ over: { shadow: shadowFile("wrong.yaml", text) } })).rejects.toThrow(words);
    }
  });
});

const ALLOWED = { id: "", verdict: "allow", evidence: [], tables: 1 } as unknown as Verdict;

function callsOf(count: number): ScreenerEvent[] {
  return Array.from({ length: count }, () => ({ caller: "10086" }));
}

function allowed(count: number): Verdict[] {
  return Array.from({ length: count }, () => ALLOWED);
}

async function newShadow(waitingMs: number) {
  const told: string[] = [];
  const shadow = await Shadow.start({
    options: { model: "none", templates: ["this is a script"] },
    differs: [],
    ownModel: null,
    history: null,
    country: CHINA,
    waiting: { longestMs: waitingMs },
    deadlineMs: 100,
    metrics: new Metrics(),
    tell: (words) => told.push(words),
  });
  onTestFinished(() => shadow.close());
  return { shadow, told };
}

describe("a shadow that cannot keep up", () => {
  test("lets events pass it by while others wait, and where it has too many", async () => {
    const late = await newShadow(51);
    late.shadow.decided(callsOf(3), allowed(3));
    expect(late.shadow.counts()).toMatchObject({ shed: 3, waiting: 0 });
    const { shadow } = await newShadow(0);
    for (let at = 0; at < 30; at++) shadow.decided(callsOf(1000), allowed(1000));
    expect(shadow.counts()).toMatchObject({ shed: 10_000, waiting: 20_000 });
    await expect.poll(() => shadow.counts().same, POLL).toBe(20_000);
    shadow.decided([{ text: "x".repeat(9_000_000) }], allowed(1));
    expect(shadow.counts().shed).toBe(10_001);
  });

  test("is over where its lists cannot be used, and says so once; nobody else is touched", async () => {
    const { shadow, told } = await newShadow(0);
    shadow.reload({ templates: [""] }, 2);
    await expect.poll(() => told, POLL).toHaveLength(1);
    expect(told[0]).toMatch(/^the shadow is over: .+Verdicts go on as they were\.$/);
    shadow.decided(callsOf(2), allowed(2));
    expect(shadow.counts()).toMatchObject({ shed: 2, problem: expect.any(String) as unknown });
  });
});
