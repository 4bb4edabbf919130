/**
 * Who runs which cell, where processes of any machines share a study: a file a try, claims/<key>.<try>. To make it is
 * to have the cell, and one alone can: the one thing that a file system over a network promises. A claim says whose it
 * is; it is free again once that process said so, ended, or gave no sign of life for long. Who takes it then makes the
 * next try. Claims save work and are no guard of results: a cell that two ran has two equal lines.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../core/errors.ts";
import { diskError } from "../../core/file/atomic-file.ts";
import { isKnownDead, type ProcessNote, type ProcessState, readNote } from "./process-note.ts";

const FOLDER = "claims";
const OVER = " over";
const CLAIM = /^([\da-f]{64})\.(\d{1,4})$/;

/**
 * Longer than a sign of life takes to be seen: a client of NFS may believe for a minute what it has read, and a process
 * writes one each five seconds.
 */
export const STALE_SECONDS = 120;
/** Runs of a cell that were begun and not ended, after which it counts as failed. */
export const TRIES = 3;

export interface ClaimOptions {
  readonly tries: number;
  readonly staleSeconds: number;
}

/** Of a process: the last sign of life, since when by this process's clock, and whether it ever changed. */
interface Sign {
  readonly beat: number;
  readonly sinceMs: number;
  readonly isSeenAlive: boolean;
}

export class Claims {
  readonly #folder: string;
  readonly #note: ProcessNote;
  readonly #options: ClaimOptions;
  readonly #mine = new Map<string, number>();
  readonly #signs = new Map<number | string, Sign>();
  #tries = new Map<string, number>();

  constructor(note: ProcessNote, options: ClaimOptions) {
    this.#folder = join(note.path, FOLDER);
    this.#note = note;
    this.#options = options;
    try {
      mkdirSync(this.#folder, { recursive: true });
    } catch (error) {
      throw diskError("write to", this.#folder, error);
    }
    this.look();
  }

  /** What others took meanwhile. */
  look(): void {
    this.#tries = claimsIn(this.#folder);
  }

  /** "held": somebody else has it. "spent": it was begun as often as may be, and ended never. Throws "io". */
  take(key: string): "taken" | "held" | "spent" {
    for (let last = this.#tries.get(key) ?? 0; ; last++) {
      if (last > 0 && this.#fateOf(key, last) !== "over") return "held";
      if (last >= this.#options.tries) return "spent";
      // Where another was quicker, it has the next try.
      this.#tries.set(key, last + 1);
      if (!this.#make(key, last + 1)) continue;
      this.#mine.set(key, last + 1);
      return "taken";
    }
  }

  /** Whether a process that was seen alive has it. */
  isAlive(key: string): boolean {
    const last = this.#tries.get(key) ?? 0;
    return last > 0 && this.#fateOf(key, last) === "alive";
  }

  /** The number of the process that took it last; null where that cannot be told. */
  ownerOf(key: string): number | null {
    return numberIn(this.#read(this.#pathOf(key, this.#tries.get(key) ?? 0)));
  }

  /** The run is kept: nothing is left of its tries. */
  done(key: string): void {
    const last = this.#mine.get(key) ?? 0;
    this.#mine.delete(key);
    removeTries(this.#folder, key, last);
  }

  /** It failed, or is given back: whoever comes next may try it. */
  over(key: string): void {
    const last = this.#mine.get(key);
    this.#mine.delete(key);
    if (last !== undefined) writeFileSync(this.#pathOf(key, last), `${this.#note.number}${OVER}`);
  }

  #make(key: string, each: number): boolean {
    try {
      const file = openSync(this.#pathOf(key, each), "wx");
      writeFileSync(file, String(this.#note.number));
      closeSync(file);
      return true;
    } catch (error) {
      if (errorCode(error) === "EEXIST") return false;
      throw diskError("write to", this.#folder, error);
    }
  }

  #fateOf(key: string, each: number): "alive" | "unknown" | "over" {
    if (this.#mine.get(key) === each) return "alive";
    const path = this.#pathOf(key, each);
    const written = this.#read(path);
    // Its run is kept by now, or it is not to be seen from here yet.
    if (written === null) return "unknown";
    if (written.endsWith(OVER)) return "over";
    const owner = numberIn(written);
    const state = owner === null ? null : readNote(this.#note.path, owner);
    if (state !== null && (isKnownDead(state) || this.#wasBefore(state))) return "over";
    return this.#fateBySign(owner ?? path, state?.beat ?? 0);
  }

  /** A batch system begins a task anew once what it was before is gone. */
  #wasBefore({ job, restart }: ProcessState): boolean {
    const own = this.#note.state;
    return job !== null && job === own.job && restart < own.restart;
  }

  /** Clocks of two machines are never compared: a sign of life is one that changes while one looks. */
  #fateBySign(of: number | string, beat: number): "alive" | "unknown" | "over" {
    const nowMs = performance.now();
    const sign = this.#signs.get(of);
    if (sign === undefined || sign.beat !== beat) {
      this.#signs.set(of, { beat, sinceMs: nowMs, isSeenAlive: sign !== undefined });
    } else if (nowMs - sign.sinceMs > this.#options.staleSeconds * 1000) return "over";
    return this.#signs.get(of)!.isSeenAlive ? "alive" : "unknown";
  }

  #read(path: string): string | null {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return null;
    }
  }

  #pathOf(key: string, each: number): string {
    return join(this.#folder, `${key}.${each}`);
  }
}

/** What processes left that were killed between the end of a run and the end of their claim. `isKept`: of a key. */
export function removeLeftClaims(path: string, isKept: (key: string) => boolean): void {
  for (const [key, last] of triesOf(path)) {
    if (isKept(key)) removeTries(join(path, FOLDER), key, last);
  }
}

function removeTries(folder: string, key: string, last: number): void {
  for (let each = 1; each <= last; each++) rmSync(join(folder, `${key}.${each}`), { force: true });
}

function numberIn(written: string | null): number | null {
  const number = /^\d{1,6}/.exec(written ?? "")?.[0];
  return number === undefined ? null : Number(number);
}

/** The last try of each cell that was begun and not ended. */
export function claimsIn(folder: string): Map<string, number> {
  const tries = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    const [, key, each] = CLAIM.exec(name) ?? [];
    if (key !== undefined) tries.set(key, Math.max(Number(each), tries.get(key) ?? 0));
  }
  return tries;
}

/** The same, of a study: none where nobody shared it. */
export function triesOf(path: string): ReadonlyMap<string, number> {
  try {
    return claimsIn(join(path, FOLDER));
  } catch {
    return new Map();
  }
}
