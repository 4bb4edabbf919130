/** What the page knows of the gateway, how it learns it, and what people do with it. */
import {
  Api,
  type CaseList,
  type CaseState,
  type LastEvent,
  type OverviewAnswer,
  Refusal,
  type ShadowAnswer,
  type ThresholdsAnswer,
} from "./api.ts";
import type { Language } from "../words/words.ts";

export interface GatewayState {
  readonly language: Language;
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
  /** Why nothing can be seen; null: it can. */
  readonly door: "token" | "wrongToken" | "noRole" | null;
  /** Since when the gateway does not answer. */
  readonly lostSinceMs: number | null;
  /** Why the last wish was not met. */
  readonly problem: string | null;
  readonly decided: { readonly id: string; readonly decision: "fraud" | "benign" } | null;
  /** Those that were asked for, or why there are none. */
  readonly thresholds: ThresholdsAnswer | { readonly problem: string } | null;
  /** Whose evidence is shown. */
  readonly opened: LastEvent | null;
}

const EVERY_MS = 1000;
const TOKEN = "ringfence.gateway.token";
const LANGUAGE = "ringfence.language";
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

const KEYS: Readonly<Record<string, "fraud" | "benign" | "next" | "before">> = {
  f: "fraud",
  b: "benign",
  j: "next",
  k: "before",
};

export class GatewaySession {
  #state: GatewayState;
  readonly #changed: () => void;
  readonly #api: Api;
  #isLooking = false;
  #isDeciding = false;
  /** Of the cases that are shown. */
  #changes = -1;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#api = new Api(sessionStorage.getItem(TOKEN));
    const said = sessionStorage.getItem(LANGUAGE) ?? navigator.language;
    this.#state = {
      language: said.startsWith("zh") ? "zh" : "en",
      overview: null,
      cases: null,
      shadow: null,
      shown: "pending",
      chosen: null,
      takesTexts: true,
      door: null,
      lostSinceMs: null,
      problem: null,
      decided: null,
      thresholds: null,
      opened: null,
    };
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Looks at the gateway every second from now on, while somebody sees the page. */
  begin(): void {
    this.look();
    setInterval(() => this.look(), EVERY_MS);
  }

  look(): void {
    if (document.hidden || this.#isLooking || this.#state.door !== null) return;
    this.#isLooking = true;
    void this.#look().finally(() => (this.#isLooking = false));
  }

  async #look(): Promise<void> {
    try {
      const overview = await this.#api.overview();
      this.#change({ overview, lostSinceMs: null });
      if (overview.cases.changes !== this.#changes) await this.#lookAtCases(overview.cases.changes);
      if (overview.shadow !== null) this.#change({ shadow: await this.#api.shadow() });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #lookAtCases(changes: number): Promise<void> {
    const { shown } = this.#state;
    const cases = await this.#api.cases(shown);
    if (shown !== this.#state.shown) return;
    this.#changes = changes;
    const isThere = cases.cases.some(({ id }) => id === this.#state.chosen);
    this.#change({ cases, chosen: isThere ? this.#state.chosen : (cases.cases[0]?.id ?? null) });
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
    this.#change({ door: "token", overview: null, cases: null, chosen: null, opened: null });
  }

  get hasToken(): boolean {
    return this.#api.token !== null;
  }

  speak(language: Language): void {
    sessionStorage.setItem(LANGUAGE, language);
    this.#change({ language });
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

  /** The next one is chosen then. One at a time: a key that is pressed twice decides one case. */
  async decide(id: string, decision: "fraud" | "benign"): Promise<void> {
    const { overview, cases, takesTexts } = this.#state;
    if (this.#isDeciding || overview === null || !overview.roles.includes("feed")) return;
    this.#isDeciding = true;
    try {
      await this.#api.decide(id, decision, takesTexts);
      const ids = cases?.cases.map((one) => one.id) ?? [];
      const at = ids.indexOf(id);
      this.#change({ decided: { id, decision }, problem: null, chosen: ids[at + 1] ?? ids[at - 1] ?? null });
      await this.#lookAtCases(-1);
    } catch (error) {
      this.#fail(error, true);
    } finally {
      this.#isDeciding = false;
    }
  }

  /** F and B decide the chosen case; J and K choose the next and the one before. */
  onKey(event: KeyboardEvent): void {
    const { chosen, opened, cases } = this.#state;
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

  /** `isWish`: somebody waits for it. */
  #fail(error: unknown, isWish = false): void {
    if (error instanceof Refusal && error.status === UNAUTHORIZED) {
      this.#change({ door: this.hasToken ? "wrongToken" : "token", overview: null, cases: null });
    } else if (error instanceof Refusal && error.status === FORBIDDEN && !isWish) {
      this.#change({ door: "noRole", overview: null, cases: null });
    } else if (error instanceof Refusal) this.#change({ problem: error.message });
    else this.#change({ lostSinceMs: this.#state.lostSinceMs ?? Date.now() });
  }

  #change(change: Partial<GatewayState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }
}
