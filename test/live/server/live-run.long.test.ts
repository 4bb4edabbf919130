/** A run over HTTP: both worlds in step, the same as without a page, and found again after a lost connection. */
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { simulateArms } from "../../../src/study/variants/arms.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import type { Report } from "../../../src/report/document.ts";
import { reportRun } from "../../../src/report/run-report.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import type { Frame, HistoryPoint } from "../../../src/live/server/frame.ts";
import type { ExplainedEvent, Status } from "../../../src/live/server/live-run.ts";
import type { Settings } from "../../../src/live/server/protocol.ts";
import { warmPool } from "../../engine/warm-pool.ts";
import {
  get,
  type LiveServer,
  type Message,
  openStream,
  playToEnd,
  post,
  runOf,
  startPaused,
  startRun,
  startServer,
} from "./live-server.ts";
import { at as figureAt } from "../../report/figures.ts";

/** What the command line comes to for a line that a test server hands out. */
async function reproduce(line: string, counterfactual = false): Promise<Report> {
  const { source, seed, set } = JSON.parse(line) as { source: string; seed: number; set: string[] };
  const scenario = loadScenario(source, set);
  const arms = await simulateArms({ scenario, seed, workers: 2, counterfactual, pool: warmPool(2) });
  return reportRun(arms, { scenario, seed, workers: 2, reproduce: "" });
}

function lastStatus(messages: readonly Message[]): Status {
  return messages.findLast((message) => message.event === "status")!.data as Status;
}

function lastFrame(messages: readonly Message[]): Frame {
  return messages.findLast((message) => message.event === "frame")!.data as Frame;
}

function pointsOf(messages: readonly Message[]): HistoryPoint[] {
  return messages.flatMap(({ event, data }) =>
    event === "hello" ? data.history : event === "frame" ? data.points : [],
  );
}

function control(server: LiveServer, run: string, command: unknown): Promise<{ status: number; body: Status }> {
  return post<Status>(server, `/api/runs/${run}/control`, command);
}

/**
 * What is shown of each of so many hours, when a run is stepped through them. A stream has a frame every tenth of a
 * second at most, so each is the first of a new one.
 */
async function stepThrough(server: LiveServer, run: string, hours: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (let hour = 0; hour < hours; hour++) {
    await control(server, run, { do: "step" });
    const stream = await openStream(server, run);
    const { data: hello } = await stream.nextOf("hello");
    frames.push(hello.frame?.hour === hour ? hello.frame : (await stream.nextOf("frame")).data);
    stream.close();
  }
  expect(frames.map(({ hour }) => hour)).toEqual(Array.from({ length: hours }, (_, hour) => hour));
  return frames;
}

describe("a live run", () => {
  test("comes to what the command line comes to: digest, counts, funnel and losses of all worlds", async () => {
    const server = await startServer();
    const run = await startRun(server, { seed: 4 });
    const messages = await playToEnd(server, run);
    const report = await reproduce(lastStatus(messages).reproduce, true);
    const frame = lastFrame(messages);
    expect(lastStatus(messages).digest).toBe(report.digest);
    const { calls, messages: texts } = report.events;
    expect(frame).toMatchObject({ calls, messages: texts });
    const found = (name: string): number => figureAt(report, name);
    for (const decision of ["allowed", "flagged", "blocked"] as const) {
      expect(frame.fraud[decision] + frame.benign[decision]).toBe(found(`ledger.${decision}`));
    }
    expect(frame.benign.blocked).toBe(found("benign.intercepted"));
    for (const { stage, fraud: ofFraud, benign: ofBenign } of frame.stages) {
      for (const [kind, counts] of Object.entries({ fraud: ofFraud, benign: ofBenign })) {
        for (const [what, count] of Object.entries(counts))
          expect(count).toBe(found(`stages.${stage}.${kind}.${what}`));
      }
    }
    const funnel = ["pushed", "onTarget", "effective", "kept"].map((name) => found(`warnings.${name}`));
    const [pushed, onTarget, effective, kept] = funnel as [number, number, number, number];
    expect(frame.funnel).toMatchObject({ pushed, onTarget, effective, kept });
    expect(frame.funnel.covered / frame.funnel.ended).toBe(found("rates.coverage"));
    expect(pushed).toBeGreaterThan(5);
    const point = frame.points.at(-1)!;
    expect(frame.intervals).toMatchObject({
      lost: report.figures["peopleLost.withDefences.people"],
      lostYuan: { low: null, high: null, ...report.figures["peopleLost.withDefences.yuan"] },
      saved: report.figures["peopleLost.savedByWarnings.people"],
    });
    expect(point).toMatchObject({
      falseAlarms: pushed - onTarget,
      lostYuan: found("lossYuan.withDefences"),
      lostYuanUnwarned: found("netEffect.lostUnwarnedYuan"),
      lostYuanUndefended: found("lossYuan.withoutDefences"),
      lost: found("peopleLost.withDefences.people"),
      lostUnwarned: found("peopleLost.interceptionAlone.people"),
      lostUndefended: found("peopleLost.withoutDefences.people"),
    });
    expect(point.lost).toBeLessThan(point.lostUnwarned!);
    expect(point.lostUnwarned).toBeLessThan(point.lostUndefended!);
    expect(point.lostYuanUndefended).toBeGreaterThan(point.lostYuan);
    const [attempts, delivered] = ["attempts", "delivered"].map((name) => found(`dissuasion.teams.telephone.${name}`));
    expect(frame.teams[0]).toMatchObject({ channel: "telephone", attempts, reached: delivered, busy: 0, queue: 0 });
    expect(frame.filter!.filledShare).toBeGreaterThan(0);
    expect(frame.filter!.filledShare).toBeLessThan(0.6);
    for (const what of ["probed", "falsePositives"] as const) {
      expect(frame.filter![what]).toBe(found(`filter.numbers.${what}`) + found(`filter.domains.${what}`));
    }
    expect(frame.hour + 1).toBeGreaterThanOrEqual(report.hours.untilLastOutcome);
    // The totals are the sum of a time line without a gap.
    const points = pointsOf(messages);
    expect(points.map(({ hour }) => hour)).toEqual(Array.from({ length: frame.hour + 1 }, (_, hour) => hour));
    const sum = (of: (each: HistoryPoint) => number): number => points.reduce((all, each) => all + of(each), 0);
    expect(sum((each) => each.eventsInHour)).toBe(frame.calls + frame.messages);
    expect(sum((each) => each.blockedFraudInHour)).toBe(frame.fraud.blocked);
    expect(sum((each) => each.warningsInHour)).toBe(frame.funnel.pushed);
    expect(points.at(-1)).toEqual(point);
    expect(server.faults).toEqual([]);
  });

  test("comes to the same with pauses and steps on the way, and with settings that its line repeats", async () => {
    const settings: Settings = { matchThreshold: 0.6, obfuscation: 2.5, telephoneAgents: 0, prevalence: 0.4 };
    const server = await startServer();
    const run = await startPaused(server, { settings });
    const stream = await openStream(server, run);
    for (let step = 0; step < 3; step++) await control(server, run, { do: "step" });
    await stream.until(({ event, data }) => event === "frame" && data.hour === 2);
    await control(server, run, { do: "pace", hoursPerSecond: 500 });
    await control(server, run, { do: "play" });
    await stream.nextOf("frame");
    await control(server, run, { do: "pause" });
    await control(server, run, { do: "pace", hoursPerSecond: null });
    await control(server, run, { do: "play" });
    const messages = await stream.until(({ event, data }) => event === "status" && data.state === "ended");
    const { reproduce: line, digest } = lastStatus(messages);
    const report = await reproduce(line);
    expect(line).toContain("gangs.obfuscation=[1,1,1,0.5,0,0]");
    expect(line).toContain("dissuasion.agents=0");
    expect(digest).toBe(report.digest);
    const plain = await startRun(server);
    expect(lastStatus(await playToEnd(server, plain)).digest).not.toBe(report.digest);
  });

  test("shows the trade in cards as the report of the same run has it", async () => {
    const settings = ["hours=96", "cards.holders=25", "complaints.delayHours=1"];
    const server = await startServer({}, [...settings, "crackdown.enabled=true", "crackdown.fromHour=4"]);
    const messages = await playToEnd(server, await startPaused(server));
    const report = await reproduce(lastStatus(messages).reproduce);
    expect(lastStatus(messages).digest).toBe(report.digest);
    expect(lastFrame(messages).trade!.holdersPenalised).toBe(figureAt(report, "cards.crackdown.holdersPenalised"));
  });

  test("is found again after a reload, with its history and the last frame, and so is one that ended", async () => {
    const server = await startServer();
    const run = await startPaused(server);
    const first = await openStream(server, run);
    for (let step = 0; step < 5; step++) await control(server, run, { do: "step" });
    const toHour4 = await first.until(({ event, data }) => event === "frame" && data.hour === 4);
    const { data: last } = toHour4.at(-1)!;
    const pushed = toHour4.flatMap(({ event, data }) => (event === "frame" ? data.warnings : []));
    first.close();
    const second = await openStream(server, run, { "Last-Event-ID": "2" });
    const { data: hello, id } = await second.nextOf("hello");
    expect(id).toBe("4");
    expect(hello.history.map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4]);
    // And the latest warnings of all hours, not of the last alone.
    const { warnings } = hello.frame!;
    expect(hello.frame).toEqual({ ...last, points: (last as Frame).points.slice(-1), warnings });
    expect(warnings).toEqual(pushed.slice(-12));
    expect(hello).toMatchObject({ request: { seed: 1 }, hours: 20, status: { state: "paused", digest: null } });
    second.close();
    const messages = await playToEnd(server, run);
    const later = await openStream(server, run);
    const after = await later.nextOf("hello");
    expect(await later.next()).toBeNull();
    expect(after.data.status).toEqual(lastStatus(messages));
    expect(after.data.history.length).toBe(lastFrame(messages).hour + 1);
  });

  test("masks every number, of callers and of those who are warned", async () => {
    const server = await startServer();
    const run = await startPaused(server);
    const seen = await stepThrough(server, run, 20);
    const callers = seen.flatMap(({ samples }) => samples.map(({ caller }) => caller));
    const warned = seen.flatMap(({ warnings }) => warnings.map(({ subscriber }) => subscriber));
    expect(callers.length).toBeGreaterThan(50);
    expect(warned.length).toBeGreaterThan(0);
    const mobiles = [...callers, ...warned].filter((shown) => /^1[3-9]/.test(shown) && shown.length === 11);
    expect(mobiles.length).toBeGreaterThan(20);
    for (const shown of mobiles) expect(shown).toMatch(/^\d{3}\*{4}\d{4}$/);
    expect(warned.every((shown) => shown.includes("*"))).toBe(true);
  });
});

function watched(changes: Partial<Scenario>, workers: number): ReturnType<typeof runOf> {
  const made = runOf({ ...loadScenario("smoke", ["hours=4", "population.subscribers=300"]), ...changes }, workers);
  made.run.watch();
  return made;
}

describe("a run", () => {
  test("that fails says so, tells the page nothing of the fault, and leaves nothing running", async () => {
    // A life that is no number is met when the first tables are made.
    const blocklist = { ...loadScenario("smoke").blocklist, lifeDays: Number.NaN };
    const { run, faults } = watched({ blocklist }, 1);
    await run.stopped;
    expect(run.status).toMatchObject({ state: "failed", problem: "the run failed: see the server's own output" });
    expect(faults).toHaveLength(1);
    expect(run.hello().frame).toBeNull();
  });

  test("that is ended while it starts ends without a fault, also when one world has begun and the other never will", async () => {
    // oxlint-disable-next-line typescript/unbound-method -- it is called with its own pool below.
    const { begin } = SimulationPool.prototype;
    const [ready, ended] = [new EventTarget(), new AbortController()];
    const undefendedIsReady = once(ready, "ready");
    const hasEnded = once(ended.signal, "abort");
    // The defended world, of two threads, is ready only when all is over.
    const spy = vi.spyOn(SimulationPool.prototype, "begin").mockImplementation(async function (
      this: SimulationPool,
      start,
    ) {
      const simulation = await begin.call(this, start);
      if (this.workers === 1) ready.dispatchEvent(new Event("ready"));
      else await hasEnded;
      return simulation;
    });
    onTestFinished(() => spy.mockRestore());
    const { run, faults } = watched({}, 2);
    await undefendedIsReady;
    await setImmediate();
    const end = run.end();
    ended.abort();
    await end;
    expect(faults).toEqual([]);
    expect(run.hello().history).toEqual([]);
  });
});

describe("an event that was shown", () => {
  test("is explained, with its truth, as it was decided, until too many came after it", async () => {
    const server = await startServer({}, ["hours=40"]);
    const run = await startPaused(server);
    const stream = await openStream(server, run);
    await control(server, run, { do: "step" });
    const { samples } = (await stream.nextOf("frame")).data;
    const ask = async (id: string): Promise<ExplainedEvent> =>
      (await get<ExplainedEvent>(server, `/api/runs/${run}/events/${id}`)).body;
    const before = await Promise.all(samples.map(({ id }) => ask(id)));
    for (const [at, { event, explanation, truth }] of before.entries()) {
      expect(event).toEqual(samples[at]);
      expect(truth).toMatchObject({ id: event.id, fraud: event.fraud });
      expect(explanation.stages.classify.saw!.verdict).toBe(event.decision);
      expect(explanation.event.caller).toBe(event.caller);
    }
    await control(server, run, { do: "step" });
    await stream.until(({ event, data }) => event === "frame" && data.hour === 1);
    const after = await Promise.all(samples.map(({ id }) => ask(id)));
    // What becomes of it changes, and nothing else.
    for (const [at, { outcome: _, ...known }] of before.entries()) expect(after[at]).toMatchObject(known);
    for (let step = 0; step < 32; step++) await control(server, run, { do: "step" });
    await stream.until(({ event, data }) => event === "frame" && data.hour === 33);
    for (const id of [samples[0]!.id, "0123456789abcdef", "__proto__"]) {
      expect((await get(server, `/api/runs/${run}/events/${id}`)).status).toBe(404);
    }
  });
});

test("a run uses the engine of a module that the command line names", async () => {
  const engine = fileURLToPath(new URL("../../fixtures/engines/set-filter.mjs", import.meta.url));
  const server = await startServer({ set: [`blocklist.engine=${engine}`] });
  const run = await startRun(server);
  const stream = await openStream(server, run);
  const statuses = await stream.until(({ event, data }) => event === "status" && /ended|failed/.test(data.state));
  expect(statuses.at(-1)).toMatchObject({ data: { state: "ended" } });
  expect(server.faults).toEqual([]);
});
