/** Compares A with B: runs both in pairs, or reads two results. Read judge.ts for the verdicts. */
import { commandName } from "../../src/core/program.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { groupAlike } from "../harness/bench.ts";
import { differences } from "../harness/environment.ts";
import type { Contender, KeptResult, Program } from "./contender.ts";
import type { ComparableDocument } from "./document.ts";
import { judge } from "./judge.ts";
import { type Pair, type PairOptions, type Run, runPairs } from "./pairs.ts";
import { type ComparisonResult, comparisonSchema } from "./result.ts";
import { align, checkMetric } from "./series.ts";

export interface CompareOptions extends PairOptions {
  readonly minEffect: number;
}

/**
 * Throws RingfenceError: "usage" for one result against itself, "noData" when machines or work of two files differ,
 * "invalid" when figures must not be used, "io" when a run fails.
 */
export async function compare(a: Contender, b: Contender, options: CompareOptions): Promise<ComparisonResult> {
  if (a.kind === "file" && b.kind === "file") return compareFiles(a, b, options);
  if (a.kind !== "file" && b.kind !== "file") return comparePairs(a, b, await runPairs(a, b, options), options);
  throw new RingfenceError(
    "usage",
    `expected two results or two programs, got the ${a.kind} ${a.label} and the ${b.kind} ${b.label}`,
  );
}

function compareFiles(a: KeptResult, b: KeptResult, options: CompareOptions): ComparisonResult {
  for (const { label, document } of [a, b]) {
    if (document.problems.length > 0) {
      throw new RingfenceError("invalid", `the figures of ${label} must not be used: ${document.problems.join("; ")}`);
    }
  }
  const unlike = differencesOf(a.document, b.document);
  if (unlike.length > 0) {
    throw new RingfenceError(
      "noData",
      `${a.label} and ${b.label} were not measured alike, so nothing follows from them:\n  ${unlike.join("\n  ")}\n` +
        `Measure both here: ${commandName()} compare <checkout A> <checkout B>`,
    );
  }
  if (a.document.startedAt !== null && a.document.startedAt === b.document.startedAt) {
    throw new RingfenceError("usage", `${a.label} and ${b.label} are one result: name two`);
  }
  checkMetric(a.document.figures, options.metric);
  const note = "two files, not pairs: what the machine did differently between the two sittings counts as a change";
  const [runA, runB] = [a, b].map(({ document }) => ({ document, figures: document.figures })) as [Run, Run];
  return resultOf(a, b, [{ a: runA, b: runB }], { ...options, orders: [], notes: [note] });
}

export function comparePairs(
  a: Program,
  b: Program,
  pairs: readonly Pair[],
  options: Pick<CompareOptions, "minEffect" | "metric" | "work">,
): ComparisonResult {
  const [first] = pairs;
  const notes =
    first?.a.document && first.b.document
      ? differencesOf(first.a.document, first.b.document).map((line) => `A and B differ in ${line}`)
      : [];
  return resultOf(a, b, pairs, { ...options, orders: pairs.map(({ order }) => order), notes });
}

interface Facts extends Pick<CompareOptions, "minEffect" | "metric" | "work"> {
  readonly orders: readonly ("AB" | "BA")[];
  readonly notes: readonly string[];
}

type Both = Pick<Pair, "a" | "b">;

function resultOf(
  a: Contender,
  b: Contender,
  runs: readonly Both[],
  { minEffect, metric, work, orders, notes }: Facts,
): ComparisonResult {
  const paired = orders.length > 0;
  const { series, untold } = align(
    runs.map((both) => both.a.figures),
    runs.map((both) => both.b.figures),
    metric,
  );
  const metrics = judge(series, { paired, minEffect });
  const sameDecisions = decideAlike(runs);
  const verdicts = metrics.map(({ verdict }) => verdict);
  // What decides otherwise, or does not say what it decides, may be faster because it skips work.
  const lacksDigest = runs.some((both) => [both.a, both.b].some(({ document }) => document?.digest === null));
  const isUnclear =
    metrics.length === 0 ||
    verdicts.includes("cannotTell") ||
    untold.length > 0 ||
    sameDecisions === false ||
    lacksDigest;
  return comparisonSchema.parse({
    a: a.label,
    b: b.label,
    paired,
    work: a.kind === "checkout" || b.kind === "checkout" ? work.join(" ") : null,
    orders,
    minEffect,
    outcome: verdicts.includes("worse") ? "regression" : isUnclear ? "cannotTell" : "nothingWorse",
    sameDecisions,
    metrics,
    untold,
    notes: [
      ...notes,
      ...warningNotes(
        "A",
        runs.map((both) => both.a),
      ),
      ...warningNotes(
        "B",
        runs.map((both) => both.b),
      ),
      ...(sameDecisions === false ? ["A and B decided differently: their digests differ"] : []),
      ...(lacksDigest ? ["no digest says what one of them decided: it may have done less"] : []),
    ],
  });
}

/** A result may have many, and each may be long. */
const MAX_WARNINGS = 3;
const MAX_UNITS = 400;

/** What the results ask their readers to bear in mind: once for each side, however numbers differ from run to run. */
function warningNotes(side: string, runs: readonly Run[]): string[] {
  const said = groupAlike(
    runs.flatMap(({ document }) => document?.warnings ?? []),
    (text) => text,
  );
  return [...said.values()].slice(0, MAX_WARNINGS).map(([text]) => `${side} warns: ${text!.slice(0, MAX_UNITS)}`);
}

/** Machines, and what was done; two kinds of bench have nothing else to compare. */
function differencesOf(a: ComparableDocument, b: ComparableDocument): string[] {
  const all = [...new Set([...Object.keys(a.work), ...Object.keys(b.work)])];
  const keys = a.work["kind"] === b.work["kind"] ? all : ["kind"];
  const work = keys
    .filter((key) => a.work[key] !== b.work[key])
    .map((key) => `${key}: ${String(a.work[key] ?? "none")} against ${String(b.work[key] ?? "none")}`);
  return [...differences(a.machine, b.machine), ...work];
}

/** Whether A and B did in every pair. Null where that cannot be told: a digest is missing. */
function decideAlike(runs: readonly Both[]): boolean | null {
  const digests = runs.map(({ a, b }) => [a.document?.digest, b.document?.digest] as const);
  const known = digests.filter(([a, b]) => a && b);
  if (known.some(([a, b]) => a !== b)) return false;
  return known.length > 0 && known.length === runs.length ? true : null;
}
