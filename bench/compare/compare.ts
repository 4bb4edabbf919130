/**
 * Compares A with B: runs both in pairs, or reads two results, and puts together what there is to say. Read verdict.ts
 * for the words.
 */
import { commandName } from "../../src/core/command-name.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { groupBy } from "../../src/core/group-by.ts";
import { groupAlike } from "../harness/alike.ts";
import { readCommit } from "../harness/commit.ts";
import { differences } from "../harness/environment.ts";
import type { Contender } from "./contender.ts";
import { type ComparableDocument, workDifferences } from "./document.ts";
import { judge } from "./judge.ts";
import { leastPairs } from "../harness/rank-statistics/power.ts";
import { type PairOptions, type Runnable, runPairs } from "./pairs.ts";
import type { Pair } from "./pair.ts";
import { COMPARISON_SCHEMA_VERSION, type ComparisonResult } from "./result.ts";
import { type Aligned, asked, seriesOfFigures, seriesOfPairs } from "./series.ts";
import { overall } from "./verdict.ts";
import { LEVEL } from "../harness/rank-statistics/defaults.ts";

export interface CompareOptions extends PairOptions {
  /** As a factor less 1. */
  readonly minEffect: number;
}

/**
 * Throws RingfenceError: "usage" for one result against itself, "noData" when machines or work of two files differ,
 * "invalid" when figures must not be used, "io" when a run fails.
 */
export async function compare(a: Contender, b: Contender, options: CompareOptions): Promise<ComparisonResult> {
  if (a.kind === "file" && b.kind === "file") return compareFiles(a, b, options);
  if (a.kind !== "file" && b.kind !== "file") return comparePairs(a, b, await runPairs(a, b, options), options);
  const [kept, other] = a.kind === "file" ? [a, b] : [b, a];
  throw new RingfenceError(
    "usage",
    `expected two results or two programs, got the result ${kept.label} and the ${other.kind} ${other.label}: ` +
      "keep a result of the other too, or name the checkout that the first one is of",
  );
}

type Kept = Extract<Contender, { kind: "file" }>;

function compareFiles(a: Kept, b: Kept, options: CompareOptions): ComparisonResult {
  for (const { label, document } of [a, b]) {
    if (document.problems.length > 0) {
      throw new RingfenceError("invalid", `the figures of ${label} must not be used: ${document.problems.join("; ")}`);
    }
  }
  const unlike = [...machineDifferences(a.document, b.document), ...workDifferences(a.document, b.document)];
  if (unlike.length > 0) {
    throw new RingfenceError(
      "noData",
      `${a.label} and ${b.label} were not measured alike, so nothing follows from them:\n` +
        `${unlike.map((line) => `  ${line}`).join("\n")}\n` +
        `Measure both here: ${commandName()} compare <checkout A> <checkout B>`,
    );
  }
  const { sitting } = a.document;
  if (sitting !== null && sitting === b.document.sitting) {
    throw new RingfenceError(
      "usage",
      `${a.label} and ${b.label} are one result, ${sitting}: a change would not show. ` +
        "Where a kind was measured before, its newer results are in runs/bench-<kind>-2 and so on",
    );
  }
  const aligned = asked(seriesOfFigures(a.document.figures, b.document.figures), options.metric);
  const notes = [
    "two files, not pairs: what the machine did differently between the two sittings counts as a change",
    ...aligned.notes,
    ...warningNotes([[a.document, b.document]]),
    ...digestNotes(a.document, b.document),
  ];
  return resultOf(
    a,
    b,
    { ...aligned, notes },
    { ...options, paired: false, orders: [], documents: [[a.document, b.document]] },
  );
}

/** What interleaved pairs say. */
export function comparePairs(
  a: Runnable,
  b: Runnable,
  pairs: readonly Pair[],
  options: Pick<CompareOptions, "minEffect" | "metric" | "work">,
): ComparisonResult {
  const aligned = asked(seriesOfPairs(pairs), options.metric);
  const documents = pairs.map((pair): Documents => [pair.a.document, pair.b.document]);
  const [documentA, documentB] = documents[0] ?? [null, null];
  const notes = [...aligned.notes, ...warningNotes(documents)];
  if (documentA !== null && documentB !== null) {
    const unlike = [...machineDifferences(documentA, documentB), ...workDifferences(documentA, documentB)];
    notes.push(...unlike.map((line) => `differs on purpose? ${line}`));
  }
  // What decides by chance may agree in the first pair.
  const odd = documents.find((pair) => decideAlike([pair]) === false) ?? documents.find(lacksDigest);
  if (odd !== undefined) notes.push(...digestNotes(...odd));
  const orders = pairs.map(({ order }) => order);
  return resultOf(a, b, { ...aligned, notes }, { ...options, paired: true, orders, documents });
}

type Documents = readonly [ComparableDocument | null, ComparableDocument | null];

interface Facts extends Pick<CompareOptions, "minEffect" | "work"> {
  readonly paired: boolean;
  readonly orders: readonly ("AB" | "BA")[];
  /** Of A and B, of each pair. */
  readonly documents: readonly Documents[];
}

function resultOf(a: Contender, b: Contender, { series, untold, notes }: Aligned, facts: Facts): ComparisonResult {
  const { paired, orders, minEffect, work, documents } = facts;
  const metrics = judge(series, { paired, minEffect });
  const isProof = untold.length === 0 && decideAlike(documents) !== false && !documents.some(lacksDigest);
  const sameDecisions = decideAlike(documents);
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    a: a.label,
    b: b.label,
    commits: { a: commitOf(a, documents[0]?.[0]), b: commitOf(b, documents[0]?.[1]) },
    paired,
    work: a.kind === "checkout" || b.kind === "checkout" ? work.join(" ") : null,
    orders: [...orders],
    minEffect,
    level: LEVEL,
    leastPairs: paired && metrics.length > 0 ? leastPairs(metrics.length) : null,
    outcome: outcomeOf(overall(metrics.map(({ verdict }) => verdict)), isProof),
    sameDecisions,
    metrics,
    untold: untold.map(({ name }) => name),
    notes: [...notes],
    selfTest: null,
  };
}

function machineDifferences(a: ComparableDocument, b: ComparableDocument): string[] {
  return differences(a.machine, b.machine);
}

/** So many of a side, and so many units of each: a result may be anybody's. */
const MAX_WARNINGS = 10;
const MAX_WARNING_UNITS = 400;

/** What results ask their readers to bear in mind, once for each side, however its numbers differ from run to run. */
function warningNotes(documents: readonly Documents[]): string[] {
  return ["A", "B"].flatMap((side, at) => {
    const said = documents.flatMap((pair) => apart(pair[at]?.warnings ?? []));
    const alike = [...groupBy(said, ({ key }) => key).values()];
    const notes = alike.slice(0, MAX_WARNINGS).map((texts) => {
      const runs = documents.length > 1 ? `, in ${texts.length} of ${documents.length} runs` : "";
      return `${side} warns${runs}: ${texts[0]!.text.slice(0, MAX_WARNING_UNITS)}`;
    });
    return alike.length > MAX_WARNINGS ? [...notes, `${side} has ${alike.length - MAX_WARNINGS} more warnings`] : notes;
  });
}

/** The warnings of one result, each with what it shares with those of other runs. Two of one result share nothing. */
function apart(warnings: readonly string[]): { readonly text: string; readonly key: string }[] {
  const alike = groupAlike(new Set(warnings), (text) => text);
  return [...alike].flatMap(([words, texts]) => texts.map((text, place) => ({ text, key: `${place} ${words}` })));
}

/** Whether A and B did in every pair. Null where that cannot be told: a digest is missing. */
function decideAlike(documents: readonly Documents[]): boolean | null {
  const alike = documents.map(([a, b]) => {
    const [digestA, digestB] = [a?.digest ?? null, b?.digest ?? null];
    return digestA === null || digestB === null ? null : digestA === digestB;
  });
  if (alike.includes(false)) return false;
  return alike.length === 0 || alike.includes(null) ? null : true;
}

/** A result of ringfence that does not say what it decided; what prints none has promised nothing. */
function lacksDigest(documents: Documents): boolean {
  return documents.some((document) => document !== null && document.digest === null);
}

/**
 * A program that decides otherwise may be faster because it skips work, and so may one that does not say what it
 * decides or lacks a figure: worse is worse, but better proves nothing.
 */
function outcomeOf(outcome: ComparisonResult["outcome"], isProof: boolean): ComparisonResult["outcome"] {
  return outcome === "nothingWorse" && !isProof ? "cannotTell" : outcome;
}

function digestNotes(a: ComparableDocument | null, b: ComparableDocument | null): string[] {
  const silent = [...(a?.digest === null ? ["A"] : []), ...(b?.digest === null ? ["B"] : [])];
  if (silent.length > 0)
    return [`no digest says what ${silent.join(" and ")} decided: they may not have done the same`];
  if (a === null || b === null || a.digest === b.digest) return [];
  return [`A and B decided differently (digest ${a.digest} against ${b.digest}): they did not do the same`];
}

/** A bench says what it is of; of a run in a checkout, the checkout does. */
function commitOf(contender: Contender, document: ComparableDocument | null | undefined): string | null {
  const said = document?.commit ?? null;
  const known = said === null && contender.kind === "checkout" ? readCommit(contender.label) : said;
  if (known === null || known.commit === null) return null;
  return known.commit + (known.dirty ? " (changed)" : "");
}
