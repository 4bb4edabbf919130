/** What the page knows of the gateway, how it learns it, and what people do with it. */
import type { CaseList, CaseState, LastEvent, OverviewAnswer, ShadowAnswer, ThresholdsAnswer } from "./api.ts";
import { Refusal } from "../ask.ts";
import { TokenSession, type TokenState } from "./token-session.ts";

export type Decision = "fraud" | "benign";

export interface GatewayState extends TokenState {
  /** Null until the gateway has answered. */
  readonly overview: OverviewAnswer | null;
  readonly cases: CaseList | null;
  readonly shadow: ShadowAnswer | null;
  /** Which cases are shown. */
  readonly shown: CaseState | "any";
  /** The case that a key decides. */
  readonly chosen: string | null;
  /** Whether texts of a case of fraud become scripts. */
  readonly takesTexts: boolean;
  readonly decided: { readonly id: string; readonly decision: Decision } | null;
  /** By the id of a case: what somebody has decided, and the gateway has not answered yet. */
  readonly deciding: ReadonlyMap<string, Decision>;
  /** Those that were asked for, or why there are none. */
  readonly thresholds: ThresholdsAnswer | { readonly problem: string } | null;
  /** Whose evidence is shown. */
  readonly opened: LastEvent | null;
}

const UNAUTHORIZED = 401;

const KEYS: Readonly<Record<string, Decision | "next" | "before">> = {
  f: "fraud",
  b: "benign",
  j: "next",
  k: "before",
};

const NOTHING_SEEN = { overview: null, cases: null, chosen: null, opened: null } as const;

export class GatewaySession extends TokenSession<GatewayState> {
  /** Of the cases that are shown. */
  #changes = -1;
  /** Lists of cases that were asked for, and the latest that came: an older one that comes later is dropped. */
  #listsAsked = 0;
  #listsSeen = 0;

  constructor(changed: () => void) {
    const own = {
      shadow: null,
      shown: "pending",
      takesTexts: true,
      decided: null,
      deciding: new Map(),
      thresholds: null,
    };
    super(changed, { ...NOTHING_SEEN, ...own } as Omit<GatewayState, keyof TokenState>, NOTHING_SEEN);
  }

  protected async lookOnce(): Promise<void> {
    const overview = await this.api.overview();
    this.change({ overview, lostSinceMs: null });
    if (overview.cases.changes !== this.#changes) await this.#lookAtCases(overview.cases.changes);
    if (overview.shadow !== null) this.change({ shadow: await this.api.shadow() });
  }

  async #lookAtCases(changes: number): Promise<void> {
    const { shown } = this.state;
    const asked = ++this.#listsAsked;
    const cases = await this.api.cases(shown);
    if (shown !== this.state.shown || asked < this.#listsSeen) return;
    this.#listsSeen = asked;
    this.#changes = changes;
    const ids = new Set(cases.cases.map(({ id }) => id));
    const { chosen } = this.state;
    const isThere = chosen !== null && ids.has(chosen);
    this.change({
      cases,
      chosen: isThere ? chosen : (this.#after(chosen, (id) => ids.has(id)) ?? [...ids][0] ?? null),
    });
  }

  /** The next of the cases shown of which that is so, else the one before; null where there is none. */
  #after(id: string | null, isSo: (id: string) => boolean): string | null {
    const ids = this.state.cases?.cases.map((one) => one.id) ?? [];
    const at = id === null ? -1 : ids.indexOf(id);
    return ids.slice(at + 1).find(isSo) ?? ids.slice(0, Math.max(0, at)).findLast(isSo) ?? null;
  }

  show(shown: CaseState | "any"): void {
    this.#changes = -1;
    this.change({ shown, cases: null, chosen: null });
    this.look();
  }

  choose(chosen: string): void {
    this.change({ chosen });
  }

  takeTexts(takesTexts: boolean): void {
    this.change({ takesTexts });
  }

  open(opened: LastEvent | null): void {
    this.change({ opened });
  }

  async askThresholds(percent: string): Promise<void> {
    try {
      this.change({ thresholds: await this.api.thresholds(percent) });
    } catch (error) {
      if (error instanceof Refusal && error.status !== UNAUTHORIZED) {
        this.change({ thresholds: { problem: error.message } });
      } else this.fail(error);
    }
  }

  /**
   * The next one is chosen at once, so that no answer moves the choice under a key. Several may be under way, one a
   * case.
   */
  async decide(id: string, decision: Decision): Promise<void> {
    const { overview, chosen, deciding, takesTexts } = this.state;
    if (deciding.has(id) || overview === null || !overview.roles.includes("feed")) return;
    const begun = new Map(deciding).set(id, decision);
    this.change({
      deciding: begun,
      chosen: chosen === id ? (this.#after(id, (other) => !begun.has(other)) ?? id) : chosen,
    });
    try {
      await this.api.decide(id, decision, takesTexts);
      this.change({ decided: { id, decision }, problem: null });
      await this.#lookAtCases(-1);
    } catch (error) {
      this.fail(error, id);
    } finally {
      const left = new Map(this.state.deciding);
      left.delete(id);
      this.change({ deciding: left });
    }
  }

  /** F and B decide the chosen case; J and K choose the next and the one before. */
  onKey(event: KeyboardEvent): void {
    const { chosen, opened, cases } = this.state;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || opened !== null) return;
    if (event.target instanceof Element && event.target.closest("input, select, textarea, dialog") !== null) return;
    const act = KEYS[event.key.toLowerCase()];
    if (act === undefined || chosen === null || cases === null) return;
    event.preventDefault();
    if (act === "fraud" || act === "benign") {
      void this.decide(chosen, act);
      return;
    }
    const ids = cases.cases.map(({ id }) => id);
    const next = ids[ids.indexOf(chosen) + (act === "next" ? 1 : -1)];
    if (next !== undefined) this.choose(next);
  }
}
