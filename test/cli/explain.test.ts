import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Explanation } from "../../src/explain/explanation.ts";
import type { DecisionDocument } from "../../src/report/decision.ts";
import { TINY, newFolder, readJsonLines, ringfence, settings } from "./command-line.ts";

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = join(folder, "run");
let decisions: DecisionDocument[];

/** A run in which much is known early, so that there is something to explain. */
beforeAll(async () => {
  const { code, stderr } = await ringfence([
    ...TINY,
    "--no-page",
    "--no-counterfactual",
    ...settings("hours=13", "report.sampleEvery=1", "blocklist.listedShare=1", "blocklist.delayHours=1"),
    ...settings(
      "templates.learnedShare=1",
      "templates.delayHours=1",
      "investigations.publishHours=1",
      "gangs.textsPerDay=200",
    ),
    "--seed",
    "3",
    "--out",
    run,
  ]);
  if (code !== 0) throw new Error(stderr);
  decisions = readJsonLines(join(run, "decisions.jsonl"));
});

async function explain(id: string, ...options: string[]): Promise<Explanation> {
  const { code, stdout, stderr } = await ringfence(["explain", "--run", run, "--event", id, "--json", ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Explanation;
}

/** What the explanation says again of what is on record. */
function recorded(decision: DecisionDocument): object {
  return {
    kind: decision.kind,
    caller: decision.caller,
    route: decision.route,
    text: decision.text,
    verdict: decision.decision,
    score: decision.score,
    evidence: decision.evidence,
    links: decision.links,
    behaviour: decision.behaviour,
    similarity: decision.match?.similarity ?? null,
    template: decision.match?.template ?? null,
    callerListed: decision.blocklist.caller === "listed",
    callerLookalike: decision.lookalike.caller?.distance ?? null,
  };
}

function explained({ event, links, outcome, match, blocklist, behaviour, lookalike }: Explanation): object {
  const matched = match?.nearest?.matched ? match.nearest : null;
  return {
    kind: event.kind,
    caller: event.caller,
    route: event.route,
    text: event.text,
    verdict: outcome!.verdict,
    score: outcome!.score,
    evidence: outcome!.parts.slice(1).map(({ name }) => name),
    links: { count: links.found, hosts: links.hosts },
    behaviour,
    similarity: matched && Math.round(matched.similarity * 10_000) / 10_000,
    template: matched && matched.template,
    callerListed: blocklist!.some(({ of, probe }) => of === "caller" && probe.listed),
    callerLookalike: lookalike!.caller?.edits ?? null,
  };
}

describe("explain --run DIR --event ID", () => {
  test.each<[string, (decision: DecisionDocument) => boolean]>([
    ["a call from a listed caller", ({ kind, evidence }) => kind === "call" && evidence.includes("callerListed")],
    ["a text near a known script", ({ kind, match }) => kind === "text" && match !== null],
  ])("says again what is on record of %s", async (_, wanted) => {
    const decision = decisions.findLast(wanted)!;
    expect(decision).toBeDefined();
    const explanation = await explain(decision.id, "--workers", "2");
    expect(explained(explanation)).toEqual(recorded(decision));
    const { parts, score } = explanation.outcome!;
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
  });

  test("for people takes capital digits too, and prints without escape codes where there is no terminal", async () => {
    const decision = decisions[0]!;
    const { code, stdout, stderr } = await ringfence(["explain", "--run", run, "--event", decision.id.toUpperCase()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(decision.decision);
    expect(stdout).not.toContain("\u001b");
  });

  test("refuses an event that the run does not have, after looking for it", async () => {
    const { code, stdout, stderr } = await ringfence(["explain", "--run", run, "--event", "0123456789abcdef"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/has no event 0123456789abcdef: take one from its decisions.jsonl/);
  });

  test.each([
    ["an identity that is none", ["--run", run, "--event", "xyz"], 2, /16 hexadecimal digits.*found "xyz"/],
    ["a run without an event", ["--run", run], 2, /--run DIR and --event ID together/],
    ["nothing", [], 2, /nothing to explain/],
    ["a directory that is none", ["--run", join(folder, "nowhere"), "--event", "0123456789abcdef"], 7, /cannot read/],
  ])("refuses %s", async (_, args, exit, message) => {
    const { code, stdout, stderr } = await ringfence(["explain", ...args]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("should not have happened");
  });

  test("refuses a run directory whose report is broken or of something else", async () => {
    const broken = join(folder, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "scenario.yaml"), "name: broken\n");
    const args = ["explain", "--run", broken, "--event", "0123456789abcdef"];
    expect(await ringfence(args)).toMatchObject({ code: 7, stderr: expect.stringContaining("Is") as string });
    writeFileSync(join(broken, "report.json"), "{}");
    expect(await ringfence(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("holds no seed") as string,
    });
  });
});

describe("explain TEXT", () => {
  test("says what it took the caller for where none was given, and nothing of it where one was", async () => {
    const note = /no --caller was given, so it was taken for a mobile of this country/;
    const { stdout } = await ringfence(["explain", "your parcel is held"]);
    expect(stdout.replace(/\s+/g, " ")).toMatch(note);
    const { stdout: named } = await ringfence(["explain", "your parcel is held", "--caller", "95588"]);
    expect(named.replace(/\s+/g, " ")).not.toMatch(note);
    expect((await ringfence(["explain", "--help"])).stdout.replace(/\s+/g, " ")).toContain(
      "(left out: a mobile number of this country that is not shown)",
    );
  });
});
