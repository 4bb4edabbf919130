/**
 * What the page knows of the gateway, how it learns it, and what people do with it. It keeps a token in its tab, looks
 * every second, and says what fails.
 */
import { Refusal } from "../ask.ts";
import { keepLanguage, tabLanguage } from "../words/tab-language.ts";
import type { Language } from "../words/words.ts";
import {
  Api,
  type CaseList,
  type CaseState,
  type LastEvent,
  type OverviewAnswer,
  type ShadowAnswer,
  type ThresholdsAnswer,
} from "./api.ts";

export type Decision = "fraud" | "benign";

export interface GatewayState {
  readonly language: Language;
  /** Why nothing can be seen; null: it can. */
  readonly door: "token" | "wrongToken" | "noRole" | null;
  /** Since when the server does not answer. */
  readonly lostSinceMs: number | null;
  /** Why the last wish was not met. */
  readonly problem: string | null;
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

const EVERY_MS = 1000;
const TOKEN = "ringfence.gateway.token";
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

const KEYS: Readonly<Record<string, Decision | "next" | "before">> = {
  f: "fraud",
  b: "benign",
  j: "next",
  k: "before",
};

const NOTHING_SEEN = { overview: null, cases: null, chosen: null, opened: null } as const;

export class GatewaySession {
  readonly #api = new Api(sessionStorage.getItem(TOKEN));
  readonly #changed: () => void;
  #state: GatewayState = {
    ...NOTHING_SEEN,
    language: tabLanguage(),
    door: null,
    lostSinceMs: null,
    problem: null,
    shadow: null,
    shown: "pending",
    takesTexts: true,
    decided: null,
    deciding: new Map(),
    thresholds: null,
  };
  #isLooking = false;
  /** Of the cases that are shown. */
  #changes = -1;
  /** Lists of cases that were asked for, and the latest that came: an older one that comes later is dropped. */
  #listsAsked = 0;
  #listsSeen = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Looks every second from now on, while somebody sees the page. */
  begin(): void {
    this.look();
    document.addEventListener("visibilitychange", () => this.look());
    setInterval(() => this.look(), EVERY_MS);
  }

  look(): void {
    if (document.hidden || this.#isLooking || this.#state.door !== null) return;
    this.#isLooking = true;
    void this.#lookOnce()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#isLooking = false));
  }

  async #lookOnce(): Promise<void> {
    const overview = await this.#api.overview();
    this.#change({ overview, lostSinceMs: null });
    if (overview.cases.changes !== this.#changes) await this.#lookAtCases(overview.cases.changes);
    if (overview.shadow !== null) this.#change({ shadow: await this.#api.shadow() });
  }

  async #lookAtCases(changes: number): Promise<void> {
    const { shown } = this.state;
    const asked = ++this.#listsAsked;
    const cases = await this.#api.cases(shown);
    if (shown !== this.state.shown || asked < this.#listsSeen) return;
    this.#listsSeen = asked;
    this.#changes = changes;
    const ids = new Set(cases.cases.map(({ id }) => id));
    const { chosen } = this.state;
    const isThere = chosen !== null && ids.has(chosen);
    this.#change({
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
    this.#change({ shown, cases: null, chosen: null });
    this.look();
  }

  choose(chosen: string): void {
    this.#change({ chosen });
  }

  takeTexts(takesTexts: boolean): void {
    this.#change({ takesTexts });
  }

  open(opened: LastEvent | null): void {
    this.#change({ opened });
  }

  async askThresholds(percent: string): Promise<void> {
    try {
      this.#change({ thresholds: await this.#api.thresholds(percent) });
    } catch (error) {
      if (error instanceof Refusal && error.status !== UNAUTHORIZED) {
        this.#change({ thresholds: { problem: error.message } });
      } else this.#fail(error);
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
    this.#change({
      deciding: begun,
      chosen: chosen === id ? (this.#after(id, (other) => !begun.has(other)) ?? id) : chosen,
    });
    try {
      await this.#api.decide(id, decision, takesTexts);
      this.#change({ decided: { id, decision }, problem: null });
      await this.#lookAtCases(-1);
    } catch (error) {
      this.#fail(error, id);
    } finally {
      const left = new Map(this.state.deciding);
      left.delete(id);
      this.#change({ deciding: left });
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

  /** Kept in this tab alone, and gone with it. */
  useToken(token: string): void {
    // What no header can hold is no token.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      this.#change({ door: "wrongToken" });
      return;
    }
    this.#api.token = token;
    sessionStorage.setItem(TOKEN, token);
    this.#change({ door: null });
    this.look();
  }

  forgetToken(): void {
    this.#api.token = null;
    sessionStorage.removeItem(TOKEN);
    this.#close("token");
  }

  get hasToken(): boolean {
    return this.#api.token !== null;
  }

  speak(language: Language): void {
    keepLanguage(language);
    this.#change({ language });
  }

  /** `wish`: what somebody asked for, by name; null: nobody waits for it. */
  #fail(error: unknown, wish: string | null = null): void {
    if (error instanceof Refusal && error.status === UNAUTHORIZED) this.#close(this.hasToken ? "wrongToken" : "token");
    else if (error instanceof Refusal && error.status === FORBIDDEN && wish === null) this.#close("noRole");
    else if (error instanceof Refusal) {
      this.#change({ problem: wish === null ? error.message : `${wish}: ${error.message}` });
    } else this.#change({ lostSinceMs: this.#state.lostSinceMs ?? Date.now() });
  }

  #change(change: Partial<GatewayState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }

  #close(door: NonNullable<GatewayState["door"]>): void {
    this.#change({ ...NOTHING_SEEN, door });
  }
}
