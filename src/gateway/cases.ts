/** Cases: the complaints about a number, a domain or a text, until people decide. */
import { RingfenceError } from "../core/errors.ts";
import { DAY_MS } from "../core/time.ts";
import type { CaseState } from "./protocol.ts";

export interface Suspect {
  readonly about: "caller" | "domain" | "text";
  /** The number or domain as it is listed, or the text. */
  readonly key: string;
}

/** A suspect with the id of its case, as in the journal. */
export interface CaseSuspect extends Suspect {
  readonly case: string;
}

export interface Case extends Suspect {
  readonly id: string;
  state: CaseState;
  complaints: number;
  readonly reporters: Set<string>;
  readonly firstMs: number;
  lastMs: number;
  /** The first different texts. */
  texts: string[];
  decidedBy: string | null;
}

interface Decided {
  readonly decision: "fraud" | "benign";
  readonly by: string;
  readonly scripts: readonly string[];
  readonly atMs: number;
}

const CASE = "case-";
/** Longer numbers of cases are refused, also in the journal, so that the next number is always valid. */
const MAX_DIGITS = 12;
const MAX_CASE = 10 ** MAX_DIGITS - 1;
export const CASE_ID = new RegExp(String.raw`^${CASE}\d{1,${MAX_DIGITS}}$`);
const TEXTS_KEPT = 5;
/** Number of texts of a fraud case that become scripts, as in the simulation. */
const SCRIPTS_OF_A_CASE = 2;

export class Cases {
  readonly #windowMs: number;
  /** In the order of the last complaint. */
  readonly #byId = new Map<string, Case>();
  /** By suspect, its latest case. */
  readonly #bySuspect = new Map<string, Case>();
  /** By suspect, the new case of a complaint that is not on the disk yet. */
  readonly #reserved = new Map<string, string>();
  /** The greatest number of any case. */
  #opened = 0;

  /** `windowDays`: days without a complaint after which a case that is not fraud is forgotten. */
  constructor(windowDays: number) {
    this.#windowMs = windowDays * DAY_MS;
  }

  /**
   * The case to which a new complaint about each suspect belongs. Numbers of cases are not used twice. Throws
   * RingfenceError "invalid" where no number is left.
   */
  assign(suspects: readonly Suspect[], atMs: number): CaseSuspect[] {
    return suspects.map((suspect) => {
      const name = nameOf(suspect);
      const known = this.#bySuspect.get(name);
      if (known !== undefined && !this.#isOver(known, atMs)) return { ...suspect, case: known.id };
      const id = this.#reserved.get(name) ?? this.#nextId();
      this.#reserved.set(name, id);
      return { ...suspect, case: id };
    });
  }

  /** Called where the complaint cannot be written. */
  release(suspects: readonly Suspect[]): void {
    for (const suspect of suspects) this.#reserved.delete(nameOf(suspect));
  }

  /** Adds to the case of each suspect, or opens it. */
  complain(suspects: readonly CaseSuspect[], text: string | null, reporter: string, atMs: number): void {
    for (const suspect of suspects) {
      const found = this.#at(suspect, atMs);
      this.#reserved.delete(nameOf(suspect));
      found.complaints++;
      found.reporters.add(reporter);
      found.lastMs = atMs;
      this.#byId.delete(found.id);
      this.#byId.set(found.id, found);
      if (text !== null && found.texts.length < TEXTS_KEPT && !found.texts.includes(text)) found.texts.push(text);
    }
  }

  get(id: string): Case | null {
    return this.#byId.get(id) ?? null;
  }

  /** `scripts`: from `scriptsOf`, when it was decided. Returns whether the case was fraud before. */
  decide(suspect: CaseSuspect, { decision, by, scripts, atMs }: Decided): boolean {
    const found = this.#at(suspect, atMs);
    const wasFraud = found.state === "fraud";
    found.state = decision;
    found.decidedBy = by;
    // A later decision "benign" must remove these scripts.
    found.texts = [...new Set([...scripts, ...found.texts])];
    return wasFraud;
  }

  /** The latest complaint first. */
  inState(state: CaseState | "any"): Case[] {
    return [...this.#byId.values()].filter((one) => state === "any" || one.state === state).toReversed();
  }

  /** Forgets cases whose window is over. Cases of fraud stay. */
  forgetOld(nowMs: number): void {
    for (const one of this.#byId.values()) {
      if (!this.#isOver(one, nowMs)) continue;
      this.#byId.delete(one.id);
      if (this.#bySuspect.get(nameOf(one)) === one) this.#bySuspect.delete(nameOf(one));
    }
  }

  /** The texts that become scripts if the case is fraud. */
  static scriptsOf({ texts, about, key }: Case): readonly string[] {
    return about === "text" ? [key] : texts.slice(0, SCRIPTS_OF_A_CASE);
  }

  /** Whether a new complaint opens another case. */
  #isOver({ state, lastMs }: Case, nowMs: number): boolean {
    return state !== "fraud" && nowMs - lastMs > this.#windowMs;
  }

  /** The case of this id, or a new one. */
  #at(suspect: CaseSuspect, atMs: number): Case {
    return this.#byId.get(suspect.case) ?? this.#open(suspect, suspect.case, atMs);
  }

  #nextId(): string {
    if (this.#opened >= MAX_CASE) {
      throw new RingfenceError("invalid", `no case can be opened: the journal has a case of number ${this.#opened}`);
    }
    return `${CASE}${++this.#opened}`;
  }

  #open(suspect: Suspect, id: string, atMs: number): Case {
    this.#opened = Math.max(this.#opened, Number(id.slice(CASE.length)));
    const opened: Case = {
      about: suspect.about,
      key: suspect.key,
      id,
      state: "pending",
      complaints: 0,
      reporters: new Set(),
      firstMs: atMs,
      lastMs: atMs,
      texts: [],
      decidedBy: null,
    };
    this.#byId.set(opened.id, opened);
    this.#bySuspect.set(nameOf(suspect), opened);
    return opened;
  }
}

function nameOf({ about, key }: Suspect): string {
  return `${about} ${key}`;
}
