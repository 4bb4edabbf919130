/**
 * Complaints, listings and decisions. Each is written to the journal first and then done by `replay`. When a gateway
 * starts, `replay` does all lines of the journal again.
 */
import { RingfenceError } from "../core/errors.ts";
import { maskIdentity, maskNumbersIn } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import { type Case, Cases, type Suspect } from "./cases.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { Listings } from "./listings.ts";
import {
  type CaseAnswer,
  type CasesAnswer,
  type CaseState,
  type ComplaintRequest,
  type DecisionRequest,
  type ListedAnswer,
  type ListRequest,
  MAX_TEXT_UNITS,
} from "./protocol.ts";
import type { Screening } from "./screening.ts";
import type { VerdictDesk } from "./verdict-desk.ts";

export interface FeedOptions {
  readonly journal: Pick<Journal, "append">;
  readonly listings: Listings;
  readonly cases: Cases;
  readonly screening: Pick<Screening, "current" | "number">;
  /** Builds the tables again, with the scripts, lists and model as they are now. Resolves to their version. */
  readonly rebuild: () => Promise<number>;
  readonly country: Country;
  readonly desk: Pick<VerdictDesk, "seen">;
}

export class Feed {
  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Resolves once it is on the disk. Throws RingfenceError: "usage" for a caller or domain that is none, "io". */
  async complain(given: ComplaintRequest, by: string): Promise<readonly Case[]> {
    const { cases } = this.#options;
    const { suspects: about, text } = this.#suspectsOf(given);
    const atMs = Date.now();
    const reporter = given.reporter ?? by;
    const suspects = cases.assign(about, atMs);
    const entry = { what: "complaint", at: new Date(atMs).toISOString(), by, suspects, text, reporter } as const;
    await this.#done(entry).catch((error: unknown) => {
      cases.release(suspects);
      throw error;
    });
    return suspects.map((suspect) => cases.get(suspect.case)!);
  }

  /** Resolves to the case once the decision is in force; null where no case has this id. Throws as `complain`. */
  async decide(id: string, { decision, templates }: DecisionRequest, by: string): Promise<Case | null> {
    const found = this.#options.cases.get(id);
    if (found === null) return null;
    const { about, key } = found;
    const scripts = Cases.scriptsOf(found);
    const at = new Date().toISOString();
    await this.#done({ what: "decision", at, by, suspect: { about, key, case: id }, decision, templates, scripts });
    if ((about === "text" || templates) && scripts.length > 0) await this.#rebuilt(decision === "fraud" ? scripts : []);
    return found;
  }

  /** Resolves once the change is in force. Throws as `complain`. */
  async list({ add, remove, addTemplates, removeTemplates, why }: ListRequest, by: string): Promise<ListedAnswer> {
    const { listings, screening } = this.#options;
    if (add.length + remove.length > 0 && screening.current.listed === null) {
      throw new RingfenceError("usage", "the stage blocklist is off: nothing can be listed");
    }
    const entries = { add: listings.normalised(add, "add"), remove: listings.normalised(remove, "remove") };
    const change = { ...entries, addTemplates, removeTemplates };
    const removed = await this.#done({ what: "list", at: new Date().toISOString(), by, ...change, why: why ?? null });
    const isOfScripts = addTemplates.length + removeTemplates.length > 0;
    const tables = isOfScripts ? await this.#rebuilt(addTemplates) : screening.number;
    return { listed: screening.current.listed ?? 0, removed, templates: listings.added, tables };
  }

  /** The latest complaint first. */
  cases(state: CaseState | "any", offset: number, limit: number, isMasked: boolean): CasesAnswer {
    const { cases } = this.#options;
    cases.forgetOld(Date.now());
    const all = cases.inState(state);
    const shown = all.slice(offset, offset + limit).map((one) => this.shown(one, isMasked));
    return { cases: shown, more: Math.max(0, all.length - offset - shown.length), total: all.length };
  }

  shown({ reporters, firstMs, lastMs, key, ...rest }: Case, isMasked = false): CaseAnswer {
    const shown = (text: string): string => (isMasked ? maskNumbersIn(text) : text);
    const isNumber = isMasked && rest.about === "caller";
    return {
      ...rest,
      subject: isNumber ? maskIdentity(this.#options.country.identityOf(key)) : shown(key),
      reporters: reporters.size,
      firstAt: new Date(firstMs).toISOString(),
      lastAt: new Date(lastMs).toISOString(),
      texts: rest.texts.map(shown),
    };
  }

  /** Reads the lists and the model again, with remarks on the files. */
  async reload(): Promise<{ readonly number: number; readonly remarks: readonly string[] }> {
    const { listings, journal, rebuild } = this.#options;
    const { remarks, undo } = listings.readFiles();
    const number = await rebuild().catch((error: unknown) => {
      undo();
      throw error;
    });
    await journal.append({ what: "reload", at: new Date().toISOString(), by: "signal", tables: number });
    return { number, remarks };
  }

  async #done(entry: JournalEntry): Promise<number> {
    await this.#options.journal.append(entry);
    return replay(entry, this.#options);
  }

  #suspectsOf({ caller, domain, text, event }: ComplaintRequest): { suspects: Suspect[]; text: string | null } {
    const { listings, desk } = this.#options;
    const seen = event === undefined ? null : desk.seen(event);
    if (event !== undefined && seen === null) {
      throw new RingfenceError(
        "usage",
        "this event is not among the last that were screened: state its caller and text",
      );
    }
    const about = caller ?? seen?.caller ?? null;
    const written = text ?? seen?.text?.slice(0, MAX_TEXT_UNITS) ?? null;
    const suspects: Suspect[] = [];
    if (about !== null) suspects.push({ about: "caller", key: listings.normalised([String(about)], "caller")[0]! });
    if (domain !== undefined) suspects.push({ about: "domain", key: listings.normalised([domain], "domain")[0]! });
    if (suspects.length === 0 && written !== null) suspects.push({ about: "text", key: written });
    return { suspects, text: written };
  }

  /**
   * Builds tables with the scripts as they are now. Where they cannot be built, removes the scripts that were `added`
   * and throws RingfenceError "usage".
   */
  async #rebuilt(added: readonly string[]): Promise<number> {
    try {
      return await this.#options.rebuild();
    } catch (error) {
      if (!(error instanceof RingfenceError) || error.code !== "config" || added.length === 0) throw error;
      const taken = { add: [], remove: [], addTemplates: [], removeTemplates: added };
      await this.#done({ what: "list", at: new Date().toISOString(), by: "gateway", ...taken, why: error.message });
      throw new RingfenceError("usage", `these texts can be no scripts: ${error.message}`, { cause: error });
    }
  }
}

/** Does what a line of the journal says, now and at every start. Returns how many entries and scripts it removed. */
export function replay(
  entry: JournalEntry,
  { cases, listings }: { readonly cases: Cases; readonly listings: Listings },
): number {
  if (entry.what === "complaint") {
    cases.complain(entry.suspects, entry.text, entry.reporter, Date.parse(entry.at));
  } else if (entry.what === "list") return listings.change(entry);
  if (entry.what !== "decision") return 0;
  const { suspect, decision, at, by, scripts } = entry;
  const isFraud = decision === "fraud";
  const wasFraud = cases.decide(suspect, { decision, by, scripts, atMs: Date.parse(at) });
  // Only a listing by this case is taken back, not one by a file.
  const isTakenBack = !isFraud && wasFraud;
  const keys = suspect.about === "text" ? [] : [suspect.key];
  return listings.change({
    add: isFraud ? keys : [],
    remove: isTakenBack ? keys : [],
    addTemplates: isFraud && (entry.templates || suspect.about === "text") ? scripts : [],
    removeTemplates: isTakenBack ? scripts : [],
  });
}
