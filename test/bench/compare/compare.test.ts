import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type CompareOptions, compare } from "../../../bench/compare/compare.ts";
import { contenderOf } from "../../../bench/compare/contender.ts";
import { runProcess } from "../../../bench/compare/process-run.ts";
import { renderComparison } from "../../../bench/compare/render.ts";
import { comparisonSchema } from "../../../bench/compare/result.ts";
import { SMOKE_WARNING } from "../../../bench/harness/bench.ts";
import type { BenchResult } from "../../../bench/harness/result.ts";
import { newFolder } from "../../new-folder.ts";
import { benchResult, measured } from "./documents.ts";

const folder = newFolder("compare");

const OPTIONS: CompareOptions = { pairs: 7, minEffect: 0.02, work: ["bench", "micro"], onProgress: () => {} };

let files = 0;
function kept(result: object): string {
  const path = join(folder, `result-${files++}.json`);
  writeFileSync(path, JSON.stringify(result));
  return path;
}

function compared(a: string, b: string, options: Partial<CompareOptions> = {}) {
  return compare(contenderOf(a), contenderOf(b), { ...OPTIONS, ...options });
}

/** A command that prints a result, as a bench would. */
const printing = (result: object): string => `cat ${kept(result)}`;
const looking = (ns: number, changed: Partial<BenchResult> = {}) => benchResult([measured("look-up", [ns])], changed);

describe("two programs", () => {
  test("are run in interleaved pairs after a run of each that does not count, in turn first", async () => {
    const log = join(folder, "log");
    const { orders, metrics, paired } = await compared(`echo A >> ${log}`, `echo B >> ${log}`, { pairs: 3 });
    expect(readFileSync(log, "utf8")).toBe("A\nB\nA\nB\nB\nA\nA\nB\n");
    expect(orders).toEqual(["AB", "BA", "AB"]);
    expect(paired).toBe(true);
    expect(metrics[0]).toMatchObject({ name: "wall time", unit: "s", verdict: "cannotTell" });
    expect(metrics[0]!.a).toHaveLength(3);
  });

  test("that print results are compared by their figures, each beside the other", async () => {
    const one = { metric: "look-up", pairs: 1 };
    const result = await compared(printing(looking(100)), printing(looking(120)), one);
    expect(comparisonSchema.parse(result)).toEqual(result);
    expect(result.metrics[0]).toMatchObject({ name: "look-up", a: [100], b: [120] });
    expect(result.metrics[0]!.change.value).toBeCloseTo(0.2, 12);
  });

  test.runIf(process.platform === "linux")("have their processor time taken from outside", async () => {
    // A tenth of a second of work, in a process that a shell waits for.
    const burn = `while (process.cpuUsage().user < 1e5);`;
    const { cpuSeconds } = await runProcess({ label: "", file: `node -e '${burn}'; true`, args: [], shell: true });
    expect(cpuSeconds!).toBeGreaterThanOrEqual(0.09);
  });

  test("stop at the first run that fails, with what it said", async () => {
    await expect(compared("true", "echo no such thing >&2; exit 9")).rejects.toMatchObject({
      code: "io",
      message: expect.stringMatching(/exit code 9[^]*no such thing/) as string,
    });
    await expect(compared("kill -9 $$", "true")).rejects.toThrow(/SIGKILL/);
    await expect(compared("mistyped folder/bench", "true")).rejects.toThrow(/127[^]*not found/);
  });

  test("end as a bench does that finds its figures of no use, with its reason", async () => {
    const invalid = looking(1, { valid: false, problems: ["the generator lagged"] });
    await expect(compared(`${printing(invalid)}; exit 5`, "true")).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("the generator lagged") as string,
    });
    // Another program may mean anything by it.
    await expect(compared("exit 5", "true")).rejects.toMatchObject({ code: "io" });
    const main = join(folder, "silent", "dist/src/cli");
    mkdirSync(main, { recursive: true });
    writeFileSync(join(main, "main.js"), "console.error('too few cores'); process.exit(5);");
    await expect(compared(join(folder, "silent"), "true")).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("too few cores") as string,
    });
  });

  test("that are checkouts run the bench that was asked for, and leave nothing behind", async () => {
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    vi.stubEnv("TMPDIR", temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const work = ["bench", "micro", "--size", "smoke"];
    const result = await compared(checkout("a", looking(100)), printing(looking(100)), { pairs: 1, work });
    expect(result.work).toBe("bench micro --size smoke");
    expect(readdirSync(temporary)).toEqual([]);
  });
});

/** A directory whose program insists on the arguments that a bench gets, and prints a result. */
function checkout(name: string, result: object): string {
  const main = join(folder, name, "dist/src/cli");
  mkdirSync(main, { recursive: true });
  const script = `
    const [verb, ...words] = process.argv.slice(2);
    if (verb !== "bench" || !words.join(" ").startsWith("micro --size smoke --json --out ")) process.exit(1);
    console.log(${JSON.stringify(JSON.stringify(result))});`;
  writeFileSync(join(main, "main.js"), script);
  return join(folder, name);
}

function roundsFrom(ns: number, rounds: number): string {
  const samples = [...Array(rounds).keys()].map((round) => ns + round);
  return kept(benchResult([measured("look-up", samples)]));
}

describe("two results", () => {
  test("are compared without pairs, and it says so", async () => {
    const result = await compared(roundsFrom(100, 7), roundsFrom(120, 7));
    expect(result).toMatchObject({ paired: false, outcome: "regression", orders: [] });
    // Of 4 and 4 rounds the least p-value is 2 / 70: there is an interval, but nothing below 0.02.
    const unclear = await compared(roundsFrom(100, 4), roundsFrom(200, 4));
    expect(unclear).toMatchObject({ outcome: "cannotTell", metrics: [{ pairsToTell: null, verdict: "cannotTell" }] });
    expect(unclear.metrics[0]!.change.low).not.toBeNull();
  });

  test("of smoke size, which says nothing of speed, prove nothing", async () => {
    const small = { size: "smoke" as const, warnings: [SMOKE_WARNING] };
    const [a, b] = [100, 200].map((ns) => {
      const samples = Array.from({ length: 9 }, (_, round) => ns + round);
      return kept(benchResult([measured("look-up", samples), measured("scan", samples)], small));
    });
    const result = await compared(a!, b!);
    expect(result).toMatchObject({ outcome: "cannotTell", metrics: [{ verdict: "cannotTell" }, {}] });
    expect(result.metrics.map(({ doubt }) => doubt)).toEqual([SMOKE_WARNING, SMOKE_WARNING]);
    expect(renderComparison(result, { colour: false })).toContain("doubtful: look-up");
  });

  test("that are one and the same are refused: no change could show", async () => {
    const result = looking(100);
    await expect(compared(kept(result), kept(result))).rejects.toMatchObject({ code: "usage" });
  });

  test("of different machines, or of different work, are not compared at all", async () => {
    const { environment } = looking(1);
    const base = kept(looking(100));
    const elsewhere = kept(looking(100, { environment: { ...environment, cpu: "another", cores: 64 } }));
    await expect(compared(base, elsewhere)).rejects.toMatchObject({
      code: "noData",
      message: expect.stringMatching(/cpu: a processor against another[^]*cores: 2 against 64/) as string,
    });
    await expect(compared(base, kept(looking(100, { seed: 2 })))).rejects.toThrow(/seed: 1 against 2/);
    await expect(compared(base, kept(looking(100, { settings: {} })))).rejects.toThrow(/entries: 1000 against none/);
    const ofAnotherKind = compared(base, kept(looking(100, { kind: "pipeline", seed: 2, settings: {} })));
    await expect(ofAnotherKind).rejects.toThrow(/kind: micro against pipeline/);
    await expect(ofAnotherKind).rejects.not.toThrow(/seed|entries/);
  });

  test("that were invalid are refused", async () => {
    const invalid = kept(looking(100, { valid: false, problems: ["the generator lagged"] }));
    await expect(compared(invalid, invalid)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/the generator lagged/) as string,
    });
    const silent = looking(100, { valid: false });
    await expect(compared(kept(looking(1)), kept(silent))).rejects.toMatchObject({ code: "invalid" });
    await expect(compared(printing(silent), "true")).rejects.toMatchObject({ code: "invalid" });
  });

  test("of which one has two figures of one name are refused: nobody knows which is which", async () => {
    const twice = benchResult([measured("1 worker", [1]), measured("1 worker", [2])]);
    const refused = { code: "invalid", message: expect.stringContaining('figures are called "1 worker"') as string };
    await expect(compared(kept(looking(1)), kept(twice))).rejects.toMatchObject(refused);
    await expect(compared(printing(twice), "true")).rejects.toMatchObject(refused);
  });
});

describe("what cannot be compared", () => {
  test("is a figure that nobody has, told once A has run", async () => {
    await expect(compared("true", printing(looking(1)), { pairs: 1, metric: "look-up" })).rejects.toThrow(
      /no figure has "look-up"[^]*wall time/,
    );
    const mark = join(folder, "b-ran");
    await expect(compared(printing(looking(1)), `touch ${mark}`, { metric: "latency" })).rejects.toThrow(
      /no figure has "latency"[^]*look-up/,
    );
    expect(existsSync(mark)).toBe(false);
  });
});
