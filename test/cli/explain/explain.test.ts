import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ExplainedRunEvent } from "../../../src/explain/run-event.ts";
import type { DecisionDocument, TruthDocument } from "../../../src/report/directory/decision.ts";
import type { EpisodeDocument } from "../../../src/report/directory/episode-document.ts";
import type { WarningDocument } from "../../../src/report/directory/warning-document.ts";
import { benignEventId, gangEventId } from "../../../src/world/event-id.ts";
import { newFolder } from "../../new-folder.ts";
import { TINY, readJsonLines, settings } from "../command-line.ts";
import { inProcess } from "../in-process.ts";

const folder = newFolder("explain");

const run = join(folder, "run");
let decisions: DecisionDocument[];
let truths: TruthDocument[];
let episodes: EpisodeDocument[];
let warnings: WarningDocument[];
const SEED = 3;

/** A run in which much is known early, so that there is something to explain. */
beforeAll(async () => {
  const { code, stderr } = await inProcess([
    ...TINY,
    "--no-page",
    "--no-counterfactual",
    ...settings("hours=13", "report.sampleEvery=1", "blocklist.listedShare=1"),
    ...settings("templates.learnedShare=1", "investigations.publishHours=1", "gangs.messagesPerDay=200"),
    ...settings("episodes.messageTakesHold=0.3", "episodes.callTakesHold=0.5"),
    "--seed",
    String(SEED),
    "--out",
    run,
  ]);
  if (code !== 0) throw new Error(stderr);
  decisions = readJsonLines(join(run, "decisions.jsonl"));
  truths = readJsonLines(join(run, "truth.jsonl"));
  episodes = readJsonLines(join(run, "episodes.jsonl"));
  warnings = readJsonLines(join(run, "warnings.jsonl"));
});

async function explain(id: string, ...options: string[]): Promise<ExplainedRunEvent> {
  const { code, stdout, stderr } = await inProcess(["explain", "--run", run, "--event", id, "--json", ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as ExplainedRunEvent;
}

/** An identity as the run would give it, whether it has such an event or not. */
function identityOf(write: (out: Uint32Array) => void): string {
  const words = new Uint32Array(2);
  write(words);
  return [words[1]!, words[0]!].map((word) => word.toString(16).padStart(8, "0")).join("");
}

describe("explain --run DIR --event ID", () => {
  test("says again what is on record of a text near a known script", async () => {
    const decision = decisions.findLast(({ kind, match }) => kind === "message" && match !== null)!;
    expect(decision).toBeDefined();
    const { event, stages } = await explain(decision.id, "--workers", "2");
    const { kind, caller, route, text, blocklist, lookalike, links } = decision;
    expect(event).toMatchObject({ kind, caller, route, text });
    const { verdict, score, parts } = stages.classify.saw!;
    expect([verdict, score]).toEqual([decision.decision, decision.score]);
    expect(parts.slice(1).map(({ name }) => name)).toEqual(decision.evidence);
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
    const { similarity, template } = decision.match!;
    const nearest = { matched: true, similarity: expect.closeTo(similarity, 4) as number, template };
    expect(stages.match.saw!.nearest).toMatchObject(nearest);
    const found = stages.links.saw;
    expect({ count: found?.found ?? 0, hosts: found?.hosts ?? [] }).toEqual(links);
    expect(stages.behaviour.saw).toEqual(decision.behaviour);
    const isListed = stages.blocklist.saw!.some(({ of, probe }) => of === "caller" && probe.listed);
    expect(isListed).toBe(blocklist.caller === "listed");
    expect(stages.lookalike.saw!.caller?.edits).toBe(lookalike.caller?.distance);
  });

  test("follows a contact to its episode and its warnings, apart from what screening knew", async () => {
    const heeded = episodes.find(({ outcome, subscriber, engagedMs, endMs }) => {
      const isOf = (one: WarningDocument): boolean => one.subscriber === subscriber && engagedMs <= one.pushedMs;
      return outcome === "heeded" && warnings.some((one) => isOf(one) && one.pushedMs < endMs);
    })!;
    const { id, ...truth } = truths.find(
      (one) => one.fraud && one.gang === heeded.gang && one.target === heeded.target && one.step + one.attempt === 0,
    )!;
    const told = await explain(id);
    expect(told.truth).toMatchObject({ id, ...truth, outcome: { episode: heeded, alreadyIn: null } });
    const outcome = (told.truth as Extract<ExplainedRunEvent["truth"], { fraud: true }>).outcome!;
    const onRecord = warnings.filter(
      ({ subscriber, pushedMs }) =>
        subscriber === heeded.subscriber && heeded.engagedMs <= pushedMs && pushedMs < heeded.endMs,
    );
    expect(outcome.warnings.map((warning) => warning.id)).toEqual(onRecord.map((warning) => warning.id));
    const heard = outcome.warnings.flatMap(({ deliveries }) => deliveries.filter((delivery) => delivery.heeded));
    expect(heard.map(({ timeMs }) => Math.round(timeMs))).toEqual([heeded.endMs]);

    const { stdout } = await inProcess(["explain", "--run", run, "--event", id]);
    const [screened, real] = stdout.split("\nThe truth, which screening does not know:\n");
    expect(screened).not.toMatch(/gang|episode|heeded/);
    expect(real).toMatch(/by gang .*\n(.*\n)*warnings .*\(heeded\)/);
  });

  test("says of a benign event what it was, and of a contact that came to nothing why", async () => {
    const benign = truths.find(({ fraud }) => !fraud)!;
    expect((await explain(benign.id)).truth).toEqual(benign);
    const engaged = new Set(episodes.map(({ gang, target }) => `${gang} ${target}`));
    const decided = new Map(decisions.map(({ id, decision }) => [id, decision]));
    const blocked = truths.find(
      (one) => one.fraud && !engaged.has(`${one.gang} ${one.target}`) && decided.get(one.id) === "block",
    )!;
    const { stdout } = await inProcess(["explain", "--run", run, "--event", blocked.id]);
    expect(stdout).toContain("none began with it: it was blocked\n");
  });

  test("refuses at once an event that no run of its seed and scenario can have", async () => {
    // To repeat this run would take hours.
    const long = join(folder, "long");
    mkdirSync(long);
    writeFileSync(join(long, "scenario.yaml"), "name: long\nhours: 8000\ngangs: { count: 400 }\n");
    writeFileSync(join(long, "report.json"), `{"seed":${SEED}}`);
    writeFileSync(join(long, "episodes.jsonl"), "");
    const impossible = [
      "0123456789abcdef",
      identityOf((out) => benignEventId(0, 8000, 1, SEED, out)),
      identityOf((out) => gangEventId(400, 0, 0, 1, SEED, out)),
      // Nobody is contacted again who is not in an episode.
      identityOf((out) => gangEventId(1, 1, 0, 1, SEED, out)),
    ];
    for (const id of impossible) {
      const { code, stderr } = await inProcess(["explain", "--run", long, "--event", id]);
      expect({ id, code, stderr }).toEqual({
        id,
        code: 2,
        stderr: expect.stringContaining(`has no event ${id}`) as string,
      });
    }
  });

  test.each([
    ["an identity that is none", ["--run", run, "--event", "xyz"], 2, /16 hexadecimal digits.*found "xyz"/],
    ["a run without an event", ["--run", run], 2, /--run DIR and --event ID together/],
    ["nothing", [], 2, /nothing to explain/],
    [
      "a directory that is none, whatever the identity",
      ["--run", join(folder, "nowhere"), "--event", "1"],
      2,
      /nowhere does not exist: --run expects a directory as run leaves one/,
    ],
  ])("refuses %s", async (_, args, exit, message) => {
    const { code, stdout, stderr } = await inProcess(["explain", ...args]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("should not have happened");
  });

  test("refuses a run directory whose report is broken or of something else", async () => {
    const broken = join(folder, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "scenario.yaml"), "name: broken\n");
    const args = ["explain", "--run", broken, "--event", "0123456789abcdef"];
    writeFileSync(join(broken, "report.json"), "{}");
    expect(await inProcess(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("holds no seed") as string,
    });
    for (const seed of ["-1", "1e300"]) {
      writeFileSync(join(broken, "report.json"), `{"seed":${seed}}`);
      const { code, stderr } = await inProcess(args);
      expect({ seed, code }).toEqual({ seed, code: 2 });
      expect(stderr).toContain("report.json: expected a seed from 0 to ");
    }
  });
});
