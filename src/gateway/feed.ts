/**
 * Complaints, listings and decisions: written to the journal, then done, then in force in the tables. What the journal
 * has is done again at the next start.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { RingfenceError } from "../core/errors.ts";
import { maskIdentity, maskNumbersIn } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import type { Screener } from "../screen/screener.ts";
import type { ListsGiven } from "../screen/screener-options.ts";
import { type Case, Cases, protectedKeys, type Suspect } from "./cases.ts";
import { clockMs, nowWritten } from "./clock.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { Listings, ListingsChange } from "./listings.ts";
import {
  type CaseAnswer,
  type CasesAnswer,
  type CaseState,
  type ComplaintRequest,
  type DecisionRequest,
  type ListRequest,
  MAX_TEXT_UNITS,
} from "./protocol.ts";
import type { VerdictDesk } from "./verdict-desk.ts";

export interface FeedOptions {
  readonly journal: Pick<Journal, "append">;
  readonly listings: Listings;
  readonly cases: Cases;
  readonly screener: Pick<Screener, "reload" | "version">;
  readonly country: Country;
  readonly desk: Pick<VerdictDesk, "seen">;
  /** Whether enough complaints decide too. */
  readonly isByRule: boolean;
}

/** Of a text in a list: lists are asked for all the time. */
const LISTED_TEXT_UNITS = 500;
const RULE = "rule";
const ENTRIES_A_TURN = 500;

export class Feed {
  readonly #options: FeedOptions;
  readonly #protected = protectedKeys();
  #doing: Promise<unknown> = Promise.resolve();
  #building: Promise<unknown> = Promise.resolve();
  #next: Promise<number> | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Resolves once it is kept. Throws RingfenceError: "usage" for what can be no suspect, "io" where it is not kept. */
  async complain(given: ComplaintRequest, by: string): Promise<readonly Case[]> {
    const { journal, cases, isByRule } = this.#options;
    const { suspects: about, text } = this.#suspectsOf(given);
    const atMs = clockMs();
    const reporter = given.reporter ?? by;
    const suspects = cases.place(about, atMs);
    try {
      await journal.append({ what: "complaint", at: new Date(atMs).toISOString(), by, suspects, text, reporter });
    } catch (error) {
      cases.giveUp(suspects);
      throw error;
    }
    const filed = await this.#inOrder(() => cases.complain(suspects, text, reporter, atMs));
    if (isByRule) await this.#decideByRule(filed);
    return filed;
  }

  /** Resolves to the case once the decision is in force; null where there is none. Throws as `complain`. */
  async decide(id: string, { decision, templates }: DecisionRequest, by: string): Promise<Case | null> {
    const { journal, cases } = this.#options;
    const found = cases.get(id);
    if (found === null) return null;
    const entry = decisionOn(found, decision, templates, by);
    const isScript = found.about === "text" || (templates && found.texts.length > 0);
    await journal.append(entry);
    await this.#inOrder(() => doAgain(entry, this.#options));
    await this.#inForce(isScript && decision === "fraud" ? Cases.scriptsOf(found) : []);
    return found;
  }

  /** Resolves to the number of the tables in which it is in force. Throws as `complain`. */
  async list({ add, remove, addTemplates, removeTemplates, why }: ListRequest, by: string): Promise<number> {
    const { journal, screener } = this.#options;
    if (add.length + remove.length > 0 && screener.version.blocklist === null) {
      throw new RingfenceError("usage", "the stage blocklist is off: nothing can be listed");
    }
    const change: ListingsChange = {
      add: await this.#normalised(add, "add"),
      remove: await this.#normalised(remove, "remove"),
      addTemplates,
      removeTemplates,
    };
    const entry = { what: "list", at: nowWritten(), by, ...change, why: why ?? null } as const;
    await journal.append(entry);
    await this.#inOrder(async () => {
      for (const part of partsOf(change)) {
        doAgain({ ...entry, ...part }, this.#options);
        await nextTurn();
      }
    });
    return this.#inForce(addTemplates);
  }

  /** What was kept is done in the order in which it was, whatever takes several turns of the loop. */
  #inOrder<T>(act: () => T | Promise<T>): Promise<T> {
    const done = this.#doing.then(act);
    this.#doing = done.catch(() => {});
    return done;
  }

  /** A slice at a time: events come in between. */
  async #normalised(entries: readonly string[], where: string): Promise<string[]> {
    const normalised: string[] = [];
    for (const slice of slicesOf(entries)) {
      normalised.push(...this.#options.listings.normalised(slice, where, normalised.length));
      await nextTurn();
    }
    return normalised;
  }

  /** How much is listed by now. */
  get listed(): { readonly listed: number; readonly templates: number } {
    const { listings, screener } = this.#options;
    return { listed: screener.version.blocklist?.entries ?? 0, templates: listings.added };
  }

  /** The latest first; texts are cut. */
  cases(state: CaseState | "any", offset: number, limit: number, isWhole: boolean): CasesAnswer {
    const { cases } = this.#options;
    cases.forgetOld(clockMs());
    const found = cases.inState(state, offset, limit);
    const { counts } = cases;
    const total = state === "any" ? counts.pending + counts.fraud + counts.benign : counts[state];
    return {
      cases: found.map((one) => this.shown(one, isWhole, LISTED_TEXT_UNITS)),
      more: Math.max(0, total - offset - found.length),
      total,
    };
  }

  case(id: string): Case | null {
    return this.#options.cases.get(id);
  }

  /** Numbers whole, or masked; texts whole, or as they begin. */
  shown(one: Case, isWhole: boolean, textUnits = Infinity): CaseAnswer {
    const { reporters, firstMs, lastMs, key, about, ...rest } = one;
    const { country } = this.#options;
    const textShown = (text: string): string => {
      const cut = text.length > textUnits ? `${text.slice(0, textUnits)}…` : text;
      return isWhole ? cut : maskNumbersIn(cut);
    };
    const subject = {
      caller: () => (isWhole ? key : maskIdentity(country.identityOf(key))),
      text: () => textShown(key),
      domain: () => (isWhole ? key : maskNumbersIn(key)),
    };
    return {
      id: rest.id,
      about,
      subject: subject[about](),
      state: rest.state,
      complaints: rest.complaints,
      reporters: reporters.size,
      firstAt: new Date(firstMs).toISOString(),
      lastAt: new Date(lastMs).toISOString(),
      texts: rest.texts.map(textShown),
      decidedBy: rest.decidedBy,
    };
  }

  /** Cases that became enough while nobody looked, as before a crash. */
  async catchUp(): Promise<void> {
    if (this.#options.isByRule) await this.#decideByRule(this.#options.cases.inState("pending"));
  }

  /** Files and model anew, as when the gateway starts; with what is odd about them. */
  async reload(model: string | undefined): Promise<{ readonly number: number; readonly remarks: readonly string[] }> {
    const { listings, journal } = this.#options;
    const remarks = await listings.readFiles();
    const number = await this.#reload({
      blocklist: listings.packed(),
      ...(model === undefined ? {} : { model }),
    });
    await journal.append({ what: "reload", at: nowWritten(), by: "signal", tables: number });
    return { number, remarks };
  }

  /** A rule lists numbers and domains alone: texts of complaints are no scripts until a person has read them. */
  async #decideByRule(filed: readonly Case[]): Promise<void> {
    const { journal, cases } = this.#options;
    const due = filed.filter((one) => cases.isEnough(one) && !this.#protected.has(one.key));
    for (const one of due) {
      const entry = decisionOn(one, "fraud", false, RULE);
      await journal.append(entry);
      await this.#inOrder(() => doAgain(entry, this.#options));
    }
    if (due.length > 0) await this.#inForce([]);
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
    const suspects: Suspect[] = [
      ...(about === null
        ? []
        : [{ about: "caller", key: listings.normalised([String(about)], "caller")[0]! } as const]),
      ...(domain === undefined ? [] : [{ about: "domain", key: listings.normalised([domain], "domain")[0]! } as const]),
    ];
    if (suspects.length === 0 && written !== null) suspects.push({ about: "text", key: written });
    return { suspects, text: written };
  }

  /**
   * Numbers and domains are in force by now; of scripts tables are built, and what comes meanwhile shares the next.
   * `scripts`: those that are new. Where tables cannot be built with them they are taken back, and RingfenceError
   * "usage" says why.
   */
  async #inForce(scripts: readonly string[]): Promise<number> {
    const { listings, screener } = this.#options;
    if (!listings.isTextsChanged) return screener.version.number;
    try {
      return await (this.#next ??= this.#build());
    } catch (error) {
      if (!(error instanceof RingfenceError) || error.code !== "config" || scripts.length === 0) throw error;
      const { journal } = this.#options;
      const taken: ListingsChange = { add: [], remove: [], addTemplates: [], removeTemplates: scripts };
      const entry = {
        what: "list",
        at: nowWritten(),
        by: RULE,
        ...taken,
        why: error.message,
      } as const;
      await journal.append(entry);
      await this.#inOrder(() => doAgain(entry, this.#options));
      throw new RingfenceError("usage", `these texts can be no scripts: ${error.message}`, { cause: error });
    }
  }

  #build(): Promise<number> {
    const built = this.#building
      .catch(() => {})
      .then(() => {
        this.#next = null;
        return this.#reload({});
      });
    this.#building = built;
    return built;
  }

  async #reload(more: ListsGiven): Promise<number> {
    const { listings, screener } = this.#options;
    const templates = listings.templates();
    listings.isTextsChanged = false;
    try {
      const given = { ...more, ...(templates === null ? {} : { templates }) };
      // Without any, files would be read.
      if (Object.keys(given).length === 0) return screener.version.number;
      return (await screener.reload(given)).number;
    } catch (error) {
      listings.isTextsChanged ||= templates !== null;
      throw error;
    }
  }
}

function decisionOn(found: Case, decision: "fraud" | "benign", templates: boolean, by: string) {
  const { about, key, id } = found;
  const scripts = Cases.scriptsOf(found);
  const suspect = { about, key, case: id };
  return { what: "decision", at: nowWritten(), by, suspect, decision, templates, scripts } as const;
}

/** What a line of the journal does, now and at every start. Returns what is odd about it, for people, or null. */
export function doAgain(
  entry: JournalEntry,
  { cases, listings }: { readonly cases: Cases; readonly listings: Listings },
): string | null {
  switch (entry.what) {
    case "complaint":
      cases.complain(entry.suspects, entry.text, entry.reporter, Date.parse(entry.at));
      return null;
    case "decision": {
      const { suspect, decision, at, by } = entry;
      const isFraud = decision === "fraud";
      // What a file lists is left alone where complaints about it lead nowhere.
      const { wasFraud, isKnown } = cases.decide(suspect, {
        decision,
        by,
        scripts: entry.scripts,
        atMs: Date.parse(at),
      });
      const scripts = entry.templates || suspect.about === "text" ? entry.scripts : [];
      const keys = suspect.about === "text" ? [] : [suspect.key];
      listings.change({
        add: isFraud ? keys : [],
        remove: !isFraud && wasFraud ? keys : [],
        addTemplates: isFraud ? scripts : [],
        removeTemplates: !isFraud && wasFraud ? entry.scripts : [],
      });
      if (isKnown) return null;
      return (
        `the journal has no complaint for the decision "${decision}" on ${suspect.case} of ${at}: the decision counts ` +
        `all the same, on the ${suspect.about} that it names`
      );
    }
    case "list":
      listings.change(entry);
      return null;
    default:
      return null;
  }
}

/** The same, one after the other: events come in between. */
function* partsOf({ add, remove, ...templates }: ListingsChange): Generator<ListingsChange> {
  const none = { add: [], remove: [], addTemplates: [], removeTemplates: [] };
  yield { ...none, ...templates };
  for (const slice of slicesOf(add)) yield { ...none, add: slice };
  for (const slice of slicesOf(remove)) yield { ...none, remove: slice };
}

function* slicesOf(entries: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < entries.length; from += ENTRIES_A_TURN) yield entries.slice(from, from + ENTRIES_A_TURN);
}
