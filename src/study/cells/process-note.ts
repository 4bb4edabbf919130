/**
 * What a process that works on a study says of itself, in a file of its own (processes/<n>.json): where it runs, what
 * it is at, and that it lives. Others read that from any machine: who shares the work, `study status`, the page.
 */
import { closeSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "../../core/errors.ts";
import { packageVersion } from "../../core/version.ts";
import { beginningOf, isAlive, numberSpace } from "../../core/process-life.ts";
import { NumberedFiles } from "./numbered-files.ts";

const FOLDER = "processes";
/** A sign of life comes this often. */
export const BEAT_MS = 5_000;
/** And no more often than this, however many cells begin and end. */
const LEAST_GAP_MS = 1_000;
const MAX_TEXT = 200;

const text = z.string().max(MAX_TEXT);
const noteSchema = z.object({
  /** Of the program: runs of one version are none of another. */
  version: text,
  verb: text,
  node: text,
  pid: z.number(),
  /** Where `pid` means something, and when that process began; null where that is not known. */
  where: text.nullable(),
  birth: text.nullable(),
  /** The task of a batch system, and how often it was begun anew; null outside of one. */
  job: text.nullable(),
  restart: z.number(),
  begun: text,
  /** Goes up with each sign of life. */
  beat: z.number(),
  /** Cells of the study, at most; and how many this process runs side by side. */
  most: z.number(),
  lanes: z.number(),
  done: z.number(),
  failed: z.number(),
  /** That the cells it ended took, all together. */
  seconds: z.number(),
  /** Processor time of the process since it was started, all threads together. */
  coreSeconds: z.number(),
  running: z.array(z.object({ variant: text, seed: z.number(), seconds: z.number() })),
  /** While it runs nothing: it reads or plans what to run, waits for runs of others, or writes results. */
  doing: z.enum(["looking", "waiting", "writing"]),
  ended: z.boolean(),
});

/** What was last said by a process. */
export type ProcessState = z.output<typeof noteSchema>;

export interface NoteOptions {
  readonly verb: string;
  readonly most: number;
  readonly lanes: number;
  readonly beatMs?: number | undefined;
}

interface BegunCell {
  readonly variant: string;
  readonly seed: number;
  readonly atMs: number;
}

export class ProcessNote {
  readonly number: number;
  readonly path: string;
  readonly #files: NumberedFiles;
  readonly #begun = new Map<string, BegunCell>();
  readonly #timer: NodeJS.Timeout;
  readonly #atExit = (): void => this.close();
  #state: ProcessState;
  #writtenMs = -Infinity;
  #soon: NodeJS.Timeout | null = null;

  /** Throws RingfenceError "io" where the directory cannot be written. */
  constructor(path: string, { verb, most, lanes, beatMs = BEAT_MS }: NoteOptions) {
    this.path = path;
    this.#files = notesOf(path);
    const { file, number } = this.#files.take();
    closeSync(file);
    this.number = number;
    this.#state = {
      version: packageVersion(),
      verb,
      node: (process.env["SLURMD_NODENAME"] ?? hostname()).slice(0, MAX_TEXT),
      pid: process.pid,
      where: numberSpace(),
      birth: beginningOf(process.pid),
      job: jobName(),
      restart: Number(process.env["SLURM_RESTART_COUNT"] ?? 0) || 0,
      begun: new Date().toISOString(),
      beat: 0,
      most,
      lanes,
      done: 0,
      failed: 0,
      seconds: 0,
      coreSeconds: 0,
      running: [],
      doing: "looking",
      ended: false,
    };
    this.#write();
    this.#timer = setInterval(() => this.#write(), beatMs).unref();
    process.once("exit", this.#atExit);
  }

  /** The name of its log, in the directory of the study. */
  get log(): string {
    return join(FOLDER, `${this.number}.log`);
  }

  get state(): ProcessState {
    return this.#state;
  }

  began(key: string, { variant, seed }: Pick<BegunCell, "variant" | "seed">): void {
    this.#begun.set(key, { variant, seed, atMs: performance.now() });
    this.#state = { ...this.#state, doing: "looking" };
    this.#writeSoon();
  }

  does(doing: ProcessState["doing"]): void {
    if (doing === this.#state.doing) return;
    this.#state = { ...this.#state, doing };
    this.#writeSoon();
  }

  ended(key: string, isGood: boolean): void {
    const begun = this.#begun.get(key);
    this.#begun.delete(key);
    const { done, failed, seconds } = this.#state;
    this.#state = {
      ...this.#state,
      done: done + (isGood ? 1 : 0),
      failed: failed + (isGood ? 0 : 1),
      seconds: seconds + (begun === undefined ? 0 : (performance.now() - begun.atMs) / 1000),
    };
    this.#writeSoon();
  }

  close(): void {
    if (this.#state.ended) return;
    clearInterval(this.#timer);
    process.off("exit", this.#atExit);
    this.#begun.clear();
    this.#state = { ...this.#state, ended: true };
    this.#write();
  }

  #writeSoon(): void {
    const leftMs = this.#writtenMs + LEAST_GAP_MS - performance.now();
    if (leftMs <= 0) this.#write();
    else this.#soon ??= setTimeout(() => this.#write(), leftMs).unref();
  }

  /** A sign of life that cannot be given ends no run: the disk may be full, or the server of files away for a while. */
  #write(): void {
    const nowMs = performance.now();
    this.#writtenMs = nowMs;
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    const running = [...this.#begun.values()].map(({ variant, seed, atMs }) => ({
      variant: variant.slice(0, MAX_TEXT),
      seed,
      seconds: (nowMs - atMs) / 1000,
    }));
    const { user, system } = process.cpuUsage();
    this.#state = { ...this.#state, running, beat: this.#state.beat + 1, coreSeconds: (user + system) / 1e6 };
    const path = this.#files.pathOf(this.number);
    try {
      writeFileSync(`${path}.tmp`, JSON.stringify(this.#state));
      renameSync(`${path}.tmp`, path);
    } catch {
      // Said above.
    }
  }
}

/**
 * What the process last said; null where it has said nothing yet, or cannot be read just now: another machine may have
 * put a new file in its place meanwhile.
 */
export function readNote(path: string, number: number): ProcessState | null {
  return stateIn(writtenIn(path, number));
}

/** Of what stands in a note; null where that is none, or of another version perhaps. */
export function stateIn(written: unknown): ProcessState | null {
  return noteSchema.safeParse(written).data ?? null;
}

/** What stands there, whatever it is: a text where that is no JSON; null where it cannot be read just now. */
export function writtenIn(path: string, number: number): unknown {
  try {
    const written = readFileSync(notesOf(path).pathOf(number), "utf8");
    try {
      return JSON.parse(written);
    } catch {
      return written;
    }
  } catch {
    return null;
  }
}

/** How long ago it was written, by a clock of the file system; endless where there is none. */
export function noteAge(path: string, number: number, nowMs: number): number {
  const file = statSync(notesOf(path).pathOf(number), { throwIfNoEntry: false });
  return file === undefined ? Infinity : nowMs - file.mtimeMs;
}

/** Numbers of all processes that ever worked on it, in order. Throws what the system throws. */
export function noteNumbers(path: string): number[] {
  try {
    return notesOf(path).numbers;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Whether it is known to be dead: a process of this machine can be looked for, one of another cannot. */
export function isKnownDead({ ended, where, pid, birth }: ProcessState): boolean {
  return ended || (where !== null && where === numberSpace() && !isAlive(pid, birth));
}

function notesOf(path: string): NumberedFiles {
  return new NumberedFiles(path, `${FOLDER}/*.json`);
}

/** Names a task where no batch system does. */
export const TASK_VARIABLE = "RINGFENCE_TASK";

function jobName(): string | null {
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: job } = process.env;
  const name = process.env[TASK_VARIABLE] ?? (array === undefined || task === undefined ? job : `${array}_${task}`);
  return name?.slice(0, MAX_TEXT) ?? null;
}
