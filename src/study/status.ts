/**
 * How far a study has come, told from its directory alone: from any machine that sees it, whoever works on it. It reads
 * what is kept, and what processes say of themselves; it changes nothing.
 */
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compareText } from "../core/compare-text.ts";
import { groupBy } from "../core/group-by.ts";
import { sumOf } from "../core/sum.ts";
import { count } from "../report/schema-parts.ts";
import { type CellRecord, CellStore } from "./cells/cell-store.ts";
import { STALE_SECONDS, triesOf } from "./cells/claims.ts";
import { isKnownDead, noteAge, noteNumbers, type ProcessState, readNote } from "./cells/process-note.ts";
import { finite } from "./document.ts";

export const statusSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    directory: z.string(),
    studies: z.array(z.string()).describe("verbs of the studies that the directory holds; runs are counted together"),
    isComplete: z.boolean().describe("the results are written, and nobody works on it"),
    runs: z.strictObject({
      total: count.nullable().describe("at most: a search may take fewer; null where no process has said it"),
      done: count,
      running: count.describe("by processes that gave a sign of life lately"),
      failed: count.describe("runs that failed and were not done since"),
    }),
    secondsLeft: finite.describe(
      "with as many side by side as now; null where nobody works on it, or no run has ended",
    ),
    nodes: z.array(
      z.strictObject({
        node: z.string(),
        working: count.describe("processes"),
        lost: count.describe(
          `processes without a sign of life for ${STALE_SECONDS} s that did not say that they ended`,
        ),
        ended: count,
        running: count,
        done: count,
        failed: count,
        secondsPerRun: finite,
        coreSecondsPerRun: finite.describe("processor time of its processes, their start included"),
      }),
    ),
    underWay: z.array(z.strictObject({ node: z.string(), variant: z.string(), seed: z.number(), seconds: z.number() })),
    failures: z.array(
      z.strictObject({
        variant: z.string(),
        seed: z.number(),
        error: z.string(),
        tries: count.describe("runs that were begun, where runs are shared; else 0"),
      }),
    ),
  })
  .meta({ title: "Ringfence study status", description: "How far the study in a directory has come" });

export type StudyStatus = z.infer<typeof statusSchema>;

/** A process, and whether it works. */
interface Seen {
  readonly state: ProcessState;
  readonly fate: "working" | "lost" | "ended";
}

/**
 * `records`: its cells, where they were read already. Throws RingfenceError "usage" for a directory that holds no
 * study, "io" and "config" as CellStore does.
 */
export function studyStatus(
  directory: string,
  records: ReadonlyMap<string, CellRecord> = CellStore.open(directory).readCells(),
): StudyStatus {
  const nowMs = fileSystemNow(directory);
  const seen = noteNumbers(directory).flatMap((number) => seenOf(directory, number, nowMs) ?? []);
  const working = seen.filter(({ fate }) => fate === "working").map(({ state }) => state);
  const failed = [...records.values()].flatMap((record) => ("error" in record ? [record] : []));
  const done = records.size - failed.length;
  const studies = studiesIn(directory);
  const last = seen.toSorted((a, b) => Number(a.state.begun < b.state.begun) - 0.5).at(0)?.state;
  const isComplete = working.length === 0 && studies.every((verb) => hasResults(directory, verb));
  const total = last === undefined || studies.length > 1 ? null : isComplete ? done : Math.max(last.most, done);
  const states = seen.map(({ state }) => state);
  const ended = sumOf(states.map((state) => state.done + state.failed));
  const lanes = sumOf(working.map((state) => state.lanes));
  const isKnown = total !== null && ended > 0 && lanes > 0;
  const tries = triesOf(directory);
  return {
    schemaVersion: 1,
    directory,
    studies,
    isComplete,
    runs: { total, done, running: sumOf(working.map(({ running }) => running.length)), failed: failed.length },
    secondsLeft: isKnown
      ? ((total - done) * (sumOf(states.map(({ seconds }) => seconds)) / ended)) /
        Math.min(lanes, Math.max(1, total - done))
      : null,
    nodes: nodesOf(seen),
    underWay: working.flatMap(({ node, running }) => running.map((each) => ({ node, ...each }))),
    failures: failed.map(({ key, variant = "", seed, error }) => ({
      variant,
      seed,
      error,
      tries: tries.get(key) ?? 0,
    })),
  };
}

function nodesOf(seen: readonly Seen[]): StudyStatus["nodes"] {
  const byNode = [...groupBy(seen, ({ state }) => state.node)].toSorted(([a], [b]) => compareText(a, b));
  return byNode.map(([node, all]) => {
    const of = (fate: Seen["fate"]): number => all.filter((each) => each.fate === fate).length;
    const total = (amount: (state: ProcessState) => number): number => sumOf(all.map(({ state }) => amount(state)));
    const [done, failed] = [total((state) => state.done), total((state) => state.failed)];
    const perRun = (seconds: number): number | null => (done + failed === 0 ? null : seconds / (done + failed));
    return {
      node,
      working: of("working"),
      lost: of("lost"),
      ended: of("ended"),
      running: sumOf(all.map(({ state, fate }) => (fate === "working" ? state.running.length : 0))),
      done,
      failed,
      secondsPerRun: perRun(total(({ seconds }) => seconds)),
      coreSecondsPerRun: perRun(total(({ coreSeconds }) => coreSeconds)),
    };
  });
}

function seenOf(directory: string, number: number, nowMs: number): Seen | null {
  const state = readNote(directory, number);
  if (state === null) return null;
  const isLate = noteAge(directory, number, nowMs) > STALE_SECONDS * 1000;
  return { state, fate: state.ended ? "ended" : isLate || isKnownDead(state) ? "lost" : "working" };
}

/** Verbs of the studies in a directory, the one that was stated last first. */
export function studiesIn(directory: string): string[] {
  const found = readdirSync(directory).flatMap((name) => {
    const verb = /^study-([a-z-]+)\.json$/.exec(name)?.[1];
    return verb === undefined ? [] : [{ verb, atMs: statSync(join(directory, name)).mtimeMs }];
  });
  return found.toSorted((a, b) => b.atMs - a.atMs || compareText(a.verb, b.verb)).map(({ verb }) => verb);
}

/** Those of what the study states now: it may have been widened since. */
function hasResults(directory: string, verb: string): boolean {
  const [results, statement] = [`${verb}.csv`, `study-${verb}.json`].map((name) =>
    statSync(join(directory, name), { throwIfNoEntry: false }),
  );
  return results !== undefined && statement !== undefined && results.mtimeMs >= statement.mtimeMs;
}

/** The clock that files are dated by may be that of another machine; where nothing may be written, our own must do. */
function fileSystemNow(directory: string): number {
  const path = join(directory, "processes", `look.${process.pid}.tmp`);
  try {
    writeFileSync(path, "");
    const { mtimeMs } = statSync(path);
    rmSync(path, { force: true });
    return mtimeMs;
  } catch {
    return Date.now();
  }
}
