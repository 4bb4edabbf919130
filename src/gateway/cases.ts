/** Complaints add up to cases, one for each number, domain or text, which people decide, or a rule. */
import { DAY_MS } from "../core/time.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CaseState } from "./protocol.ts";

export interface Suspect {
  readonly about: "caller" | "domain" | "text";
  /** As it is listed. */
  readonly key: string;
}

export interface Case extends Suspect {
  readonly id: string;
  readonly state: CaseState;
  readonly complaints: number;
  /** When each last complained. */
  readonly reporters: ReadonlyMap<string, number>;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The first few that differ. */
  readonly texts: readonly string[];
  readonly decidedBy: string | null;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };
type Kept = Changing<Omit<Case, "reporters" | "texts">> & { reporters: Map<string, number>; texts: string[] };

const TEXTS_KEPT = 5;
/** So many texts of a case of fraud become scripts, as at the desk of a simulation. */
const SCRIPTS_OF_A_CASE = 2;

export class Cases {
  readonly #settings: Pick<Scenario["investigations"], "complaints" | "hostComplaints" | "windowDays">;
  readonly #byId = new Map<string, Kept>();
  /** The latest case of each suspect. */
  readonly #bySuspect = new Map<string, Kept>();
  #opened = 0;
  /** Grows whenever a case is another. */
  changes = 0;

  constructor(settings: Pick<Scenario["investigations"], "complaints" | "hostComplaints" | "windowDays">) {
    this.#settings = settings;
  }

  /**
   * Adds to the case of each suspect, or opens one. Cases are numbered in the order of complaints: the same complaints
   * come to the same cases.
   */
  complain(suspects: readonly Suspect[], text: string | null, reporter: string, atMs: number): Case[] {
    this.changes++;
    return suspects.map((suspect) => {
      const known = this.#bySuspect.get(nameOf(suspect));
      const found = known === undefined || this.#isOver(known, atMs) ? this.#open(suspect, atMs) : known;
      found.complaints++;
      found.reporters.set(reporter, atMs);
      found.lastMs = atMs;
      if (text !== null && found.texts.length < TEXTS_KEPT && !found.texts.includes(text)) found.texts.push(text);
      return found;
    });
  }

  get(id: string): Case | null {
    return this.#byId.get(id) ?? null;
  }

  decide(id: string, decision: "fraud" | "benign", by: string): void {
    const found = this.#byId.get(id);
    if (found === undefined) return;
    this.changes++;
    found.state = decision;
    found.decidedBy = by;
  }

  /** Whether as many have complained within the window as the rule asks for. */
  isEnough({ about, state, reporters, lastMs }: Case): boolean {
    if (state !== "pending" || about === "text") return false;
    const { complaints, hostComplaints, windowDays } = this.#settings;
    const sinceMs = lastMs - windowDays * DAY_MS;
    const counting = [...reporters.values()].filter((atMs) => atMs >= sinceMs).length;
    return counting >= (about === "caller" ? complaints : hostComplaints);
  }

  /** The latest first. */
  inState(state: CaseState | "any"): Case[] {
    return [...this.#byId.values()]
      .filter((one) => state === "any" || one.state === state)
      .sort((a, b) => b.lastMs - a.lastMs);
  }

  /** Pending cases that nobody complained about any more are forgotten. */
  forgetOld(nowMs: number): void {
    for (const one of this.#byId.values()) {
      if (!this.#isOver(one, nowMs) || one.state === "fraud") continue;
      this.changes++;
      this.#byId.delete(one.id);
      if (this.#bySuspect.get(nameOf(one)) === one) this.#bySuspect.delete(nameOf(one));
    }
  }

  get counts(): Readonly<Record<CaseState, number>> {
    const counts = { pending: 0, fraud: 0, benign: 0 };
    for (const { state } of this.#byId.values()) counts[state]++;
    return counts;
  }

  /** Of a case of fraud. */
  static scriptsOf({ texts, about, key }: Case): readonly string[] {
    return about === "text" ? [key] : texts.slice(0, SCRIPTS_OF_A_CASE);
  }

  /** A suspect found benign is left alone for a window; older complaints do not count. What is fraud stays. */
  #isOver({ state, lastMs }: Case, nowMs: number): boolean {
    return state !== "fraud" && nowMs - lastMs > this.#settings.windowDays * DAY_MS;
  }

  #open(suspect: Suspect, atMs: number): Kept {
    const opened: Kept = {
      about: suspect.about,
      key: suspect.key,
      id: `case-${++this.#opened}`,
      state: "pending",
      complaints: 0,
      reporters: new Map(),
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
