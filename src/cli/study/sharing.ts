/** Options of a process that shares a study with others, and how it ends when it is told to. */
import { type Command, Option } from "commander";
import { counted } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { Interrupted } from "../../core/module/end-where-stuck.ts";
import { print } from "../../core/terminal/print.ts";
import { noneStarting } from "../../engine/pool/starting-threads.ts";
import type { CellRunner, Sharing } from "../../study/cells/cell-runner.ts";
import { STALE_SECONDS, TRIES } from "../../study/cells/claims.ts";
import { wholeNumber } from "../options/numbers.ts";

export interface SharingOptions {
  readonly share?: boolean;
  readonly round?: boolean;
  readonly tries: number;
  readonly stale: number;
}

export const SHARING_OPTIONS = ["share", "round", "tries", "stale"];

const MAX_TRIES = 1_000;
const MAX_STALE_SECONDS = 86_400;

/** Of a verb, beside --shard. */
export function addSharingOptions(command: Command): Command {
  return command
    .option("--share", "take runs that nobody else has taken: processes on any machines share the same --out")
    .addOption(new Option("--round", "with --share, wait for nobody").hideHelp())
    .addOption(triesOption())
    .addOption(staleOption());
}

export function triesOption(): Option {
  return new Option("--tries <n>", "where runs are shared: begin one so often, before it counts as failed")
    .argParser(wholeNumber(1, MAX_TRIES))
    .default(TRIES);
}

export function staleOption(): Option {
  return new Option("--stale <seconds>", "and take over from a process that gave no sign of life for so long")
    .argParser(wholeNumber(1, MAX_STALE_SECONDS))
    .default(STALE_SECONDS);
}

/** Undefined where nothing is shared. */
export function sharingOf({ share, round, tries, stale }: SharingOptions): Sharing | undefined {
  if (share !== true) {
    if (round !== true) return undefined;
    throw new RingfenceError("usage", "--round goes with --share");
  }
  return { mode: round === true ? "round" : "whole", tries, staleSeconds: stale };
}

/** Less than a batch system leaves: 30 s from SIGTERM on, and 90 s from the warning on that the script hands over. */
const GRACE_SECONDS = { SIGTERM: 20, SIGUSR2: 60, SIGINT: 60 } as const;

/**
 * At the first signal nothing more is begun; what is under way may end for a while, and is then given back. A second
 * Ctrl-C waits for nothing. `end` throws where the process was told to end: exit 130.
 */
export class GentleEnd {
  readonly #stop = new AbortController();
  readonly #listeners = Object.entries(GRACE_SECONDS).map(
    ([signal, seconds]) => [signal as NodeJS.Signals, () => this.#told(signal, seconds)] as const,
  );
  #cells: CellRunner | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor() {
    for (const [signal, listener] of this.#listeners) process.on(signal, listener);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  readonly watch = (cells: CellRunner): void => {
    this.#cells = cells;
  };

  end(isWhole: boolean): void {
    if (this.#stop.signal.aborted && !isWhole) throw new Interrupted("told to end");
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }

  #told(signal: string, seconds: number): void {
    if (!this.#stop.signal.aborted) {
      print(process.stderr, `ringfence: told to end: runs under way have ${counted(seconds, "second")}\n`);
      this.#stop.abort();
      this.#timer = setTimeout(() => this.#giveBack(), seconds * 1000);
    } else if (signal === "SIGINT") this.#giveBack();
  }

  #giveBack(): void {
    this.#cells?.giveBack();
    void noneStarting().then(() => process.exit(130));
  }
}
