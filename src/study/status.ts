/**
 * How far a study has come, told from its directory alone: from any machine that sees it, whoever works on it. It reads
 * what is kept, and what processes say of themselves; it changes nothing.
 */
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compareText } from "../core/compare-text.ts";
import { errorCode, RingfenceError } from "../core/errors.ts";
import { cannotRead } from "../core/file/bounded-file.ts";
import { groupBy } from "../core/group-by.ts";
import { sumOf } from "../core/sum.ts";
import { packageVersion } from "../core/version.ts";
import { count } from "../report/schema-parts.ts";
import { type CellRecord, CellStore } from "./cells/cell-store.ts";
import { STALE_SECONDS, triesOf } from "./cells/claims.ts";
import {
  BEAT_MS,
  isKnownDead,
  noteAge,
  noteNumbers,
  type ProcessState,
  stateIn,
  writtenIn,
} from "./cells/process-note.ts";
import { Rounds } from "./cells/rounds.ts";
import { finite } from "./document.ts";

/** A look takes no longer where the server of files is well. */
const SLOW_SECONDS = 5;

const DOINGS = ["running", "looking", "waiting", "writing"] as const;
const FATES = ["queued", "starting", "working", "ended", "lost"] as const;

export const statusSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    directory: z.string(),
    studies: z.array(z.string()).describe("verbs of the studies that the directory holds; runs are counted together"),
    isComplete: z.boolean().describe("the results are written, and nobody works on it"),
    runs: z.strictObject({
      total: count.nullable().describe("at most: a search may take fewer; null where nobody has said it"),
      done: count,
      running: count.describe("by processes that gave a sign of life lately"),
      failed: count.describe("runs that failed and were not done since"),
    }),
    secondsLeft: finite.describe(
      "with as many side by side as now; null where nobody works on it, or no run has ended",
    ),
    processes: z.record(z.enum(DOINGS), count).describe("what those do that work: a run, or what else"),
    tasks: z
      .array(
        z.strictObject({ round: count, verb: z.string(), job: z.string(), counts: z.record(z.enum(FATES), count) }),
      )
      .describe(
        "of rounds that are not over. Starting: its process is not there yet. Lost: without a sign of life " +
          `for ${STALE_SECONDS} s, or it never came up`,
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
    secondsSinceSign: finite.describe("of any process; null where nobody has worked on it"),
    warnings: z
      .array(z.strictObject({ kind: z.enum(["version", "note", "lines", "slow"]), of: z.string() }))
      .describe("what makes the above less sure: a version, a file, a number of lines or of seconds"),
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

/** A note of a process as it was read, once. */
interface Note {
  readonly number: number;
  readonly ageMs: number;
  readonly written: unknown;
  readonly state: ProcessState | null;
}

/** A process, and whether it works. */
interface Seen {
  readonly state: ProcessState;
  readonly fate: "working" | "lost" | "ended";
}

/**
 * `records`: its cells, where they were read already. Throws RingfenceError "usage" for a directory that holds no
 * study, "io" where the file system is at fault, and "config" as CellStore does.
 */
export function studyStatus(directory: string, records?: ReadonlyMap<string, CellRecord>): StudyStatus {
  const begunMs = performance.now();
  const store = CellStore.open(directory);
  try {
    const known = records ?? store.readCells();
    const status = statusOf(directory, known);
    const numbers = { lines: store.alteredLines(known).length, slow: (performance.now() - begunMs) / 1000 };
    if (numbers.lines > 0) status.warnings.push({ kind: "lines", of: String(numbers.lines) });
    if (numbers.slow > SLOW_SECONDS) status.warnings.push({ kind: "slow", of: numbers.slow.toFixed(0) });
    return status;
  } catch (error) {
    throw error instanceof RingfenceError || errorCode(error) === "" ? error : cannotRead(directory, error);
  }
}

function statusOf(directory: string, records: ReadonlyMap<string, CellRecord>): StudyStatus {
  const nowMs = fileSystemNow(directory);
  const notes = noteNumbers(directory).map((number) => noteOf(directory, number, nowMs));
  const seen = notes.flatMap((note) => seenOf(note) ?? []);
  const working = seen.filter(({ fate }) => fate === "working").map(({ state }) => state);
  const failed = [...records.values()].flatMap((record) => ("error" in record ? [record] : []));
  const done = records.size - failed.length;
  const studies = studiesIn(directory);
  const last = seen.toSorted((a, b) => Number(a.state.begun < b.state.begun) - 0.5).at(0)?.state;
  const isComplete = working.length === 0 && studies.every((verb) => hasResults(directory, verb));
  const rounds = new Rounds(directory);
  const most = last?.most ?? rounds.all.at(-1)?.most;
  const total =
    most === undefined || studies.length > 1 ? null : isComplete ? done + failed.length : Math.max(most, done);
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
    processes: tally(
      DOINGS,
      working.map(({ running, doing }) => (running.length > 0 ? "running" : doing)),
    ),
    tasks: isComplete ? [] : tasksOf(rounds, seen, nowMs),
    secondsSinceSign: notes.length === 0 ? null : Math.max(0, Math.min(...notes.map(({ ageMs }) => ageMs))) / 1000,
    warnings: warningsOf(notes),
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

function tally<Name extends string>(names: readonly Name[], found: readonly Name[]): Record<Name, number> {
  const counts = names.map((name) => [name, found.filter((each) => each === name).length] as const);
  return Object.fromEntries(counts) as Record<Name, number>;
}

/** Of the last round of each verb, unless it is over: what looks behind it has begun, or each of its tasks ended. */
function tasksOf(rounds: Rounds, seen: readonly Seen[], nowMs: number): StudyStatus["tasks"] {
  const last = new Map(rounds.all.map((round) => [round.verb, round]));
  // A task that was begun anew has notes from before too: the last one counts.
  const fates = new Map(seen.map(({ state, fate }) => [state.job, fate]));
  return [...last.values()].flatMap(({ number, verb, job, tasks }) => {
    const logs = rounds.logsOf(number);
    if (job === null || logs.has("next")) return [];
    const each = Array.from({ length: tasks }, (_, at) => {
      const printedMs = logs.get(String(at + 1));
      const isLate = nowMs - (printedMs ?? nowMs) > STALE_SECONDS * 1000;
      return fates.get(`${job}_${at + 1}`) ?? (printedMs === undefined ? "queued" : isLate ? "lost" : "starting");
    });
    const counts = tally(FATES, each);
    return counts.ended === tasks ? [] : [{ round: number, verb, job, counts }];
  });
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

function noteOf(directory: string, number: number, nowMs: number): Note {
  const written = writtenIn(directory, number);
  return { number, ageMs: noteAge(directory, number, nowMs), written, state: stateIn(written) };
}

function seenOf({ state, ageMs }: Note): Seen | null {
  if (state === null) return null;
  const isLate = ageMs > STALE_SECONDS * 1000;
  return { state, fate: state.ended ? "ended" : isLate || isKnownDead(state) ? "lost" : "working" };
}

const versionSchema = z.looseObject({ version: z.string().max(40) });

/** Notes that cannot be read, or that another version wrote. */
function warningsOf(notes: readonly Note[]): StudyStatus["warnings"] {
  const versions = new Set<string>();
  const unread = notes.flatMap(({ number, ageMs, written, state }) => {
    const version = versionSchema.safeParse(written).data?.version ?? packageVersion();
    if (version !== packageVersion()) versions.add(version);
    // A process that is about to begin leaves it empty for a moment.
    const isWell = written === null || (written === "" && ageMs < BEAT_MS) || state !== null;
    return isWell || version !== packageVersion() ? [] : [{ kind: "note" as const, of: `processes/${number}.json` }];
  });
  return [...[...versions].map((of) => ({ kind: "version" as const, of })), ...unread];
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
