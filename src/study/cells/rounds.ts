/**
 * Rounds of a study that was submitted: what each asked for (rounds/<n>.json), as which job. Task i of it prints to
 * rounds/<n>-<i>.log from its first moment on, and its process is known by the job as <job>_<i>.
 */
import { closeSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../../core/file/atomic-file.ts";
import { readBounded } from "../../core/file/bounded-file.ts";
import { count } from "../../report/schema-parts.ts";
import { NumberedFiles } from "./numbered-files.ts";

const MAX_BYTES = 64 * 1024;
const name = z.string().regex(/^[\w.-]{1,80}$/);

const roundSchema = z.object({
  verb: name,
  tasks: count,
  /** Runs of the study at most, as a process says too; and those that were not there. */
  most: count,
  missing: count,
  /** Runs that were there, or failed for good, when it began. */
  done: count,
  /** Null until it is submitted; and what looks how far the study is behind it, of Slurm. */
  job: name.nullable(),
  next: name.nullable(),
});

export type Round = z.output<typeof roundSchema>;

type NumberedRound = Round & { readonly number: number };

export class Rounds {
  readonly folder: string;
  readonly #files: NumberedFiles;

  constructor(directory: string) {
    this.#files = new NumberedFiles(directory, "rounds/*.json");
    this.folder = this.#files.folder;
  }

  /** Throws RingfenceError "io". */
  begin(round: Round): NumberedRound {
    const { file, number } = this.#files.take(`${JSON.stringify(round)}\n`);
    closeSync(file);
    return { ...round, number };
  }

  /** Throws RingfenceError "io". */
  submitted({ number, ...round }: NumberedRound): void {
    writeWhole(this.#files.pathOf(number), `${JSON.stringify(round)}\n`);
  }

  /** In order; without those that cannot be read just now. */
  get all(): NumberedRound[] {
    try {
      return this.#files.numbers.flatMap((number) => {
        const round = readRound(this.#files.pathOf(number));
        return round === null ? [] : [{ ...round, number }];
      });
    } catch {
      return [];
    }
  }

  /** When each task that has begun printed last, by the file system's clock; "next": what looks behind it. */
  logsOf(number: number): Map<string, number> {
    const logs = readdirSync(this.folder).flatMap((file) => {
      const [, round, task] = /^(\d+)-(\d+|next)\.log$/.exec(file) ?? [];
      const found = Number(round) === number ? statSync(join(this.folder, file), { throwIfNoEntry: false }) : undefined;
      return task === undefined || found === undefined ? [] : [[task, found.mtimeMs] as const];
    });
    return new Map(logs);
  }
}

function readRound(path: string): Round | null {
  try {
    return roundSchema.safeParse(JSON.parse(readBounded(path, MAX_BYTES).toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
