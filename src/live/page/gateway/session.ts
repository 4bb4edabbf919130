/** What the page knows of the gateway, and how it learns it: it looks each second, with a token that its tab keeps. */
import type { CasesAnswer, LastAnswer } from "../../../gateway/protocol.ts";
import { ask, Refusal } from "../ask.ts";
import { keepLanguage, tabLanguage } from "../words/tab-language.ts";
import type { Language } from "../words/words.ts";

export type Decision = "fraud" | "benign";

export interface GatewayState {
  readonly language: Language;
  readonly needsToken: boolean;
  readonly isLost: boolean;
  /** Why the last wish was not met. */
  readonly problem: string | null;
  readonly last: LastAnswer["events"] | null;
  readonly cases: CasesAnswer | null;
  readonly decided: { readonly id: string; readonly decision: Decision } | null;
}

const EVERY_MS = 1000;
const TOKEN = "ringfence.gateway.token";
const UNAUTHORIZED = 401;
/** Numbers are masked: people pass a page. More cases are slow to draw. */
const CASES = "v1/cases?numbers=masked&limit=50";

export class GatewaySession {
  readonly #changed: () => void;
  #token = sessionStorage.getItem(TOKEN);
  #isLooking = false;
  state: GatewayState = {
    language: tabLanguage(),
    needsToken: false,
    isLost: false,
    problem: null,
    last: null,
    cases: null,
    decided: null,
  };

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  begin(): void {
    void this.look();
    setInterval(() => void this.look(), EVERY_MS);
  }

  async look(): Promise<void> {
    if (document.hidden || this.#isLooking || this.state.needsToken) return;
    this.#isLooking = true;
    await this.#try(async () => {
      const { events } = await this.#ask<LastAnswer>("v1/last");
      this.#change({ last: events, cases: await this.#ask<CasesAnswer>(CASES), isLost: false });
    });
    this.#isLooking = false;
  }

  async decide(id: string, decision: Decision): Promise<void> {
    await this.#try(async () => {
      await this.#ask(`v1/cases/${encodeURIComponent(id)}`, { method: "PUT", body: JSON.stringify({ decision }) });
      this.#change({ decided: { id, decision }, problem: null, cases: await this.#ask<CasesAnswer>(CASES) });
    });
  }

  /** Null: the token is forgotten. No header can hold other characters. */
  useToken(token: string | null): void {
    this.#token = token !== null && /^[\x21-\x7e]+$/.test(token) ? token : null;
    if (this.#token === null) sessionStorage.removeItem(TOKEN);
    else sessionStorage.setItem(TOKEN, this.#token);
    this.#change({ needsToken: this.#token === null, last: null, cases: null });
    void this.look();
  }

  get hasToken(): boolean {
    return this.#token !== null;
  }

  speak(language: Language): void {
    keepLanguage(language);
    this.#change({ language });
  }

  #ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers: HeadersInit = this.#token === null ? {} : { Authorization: `Bearer ${this.#token}` };
    return ask(path, { ...init, headers, cache: "no-store", credentials: "omit" });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Refusal && error.status === UNAUTHORIZED) {
        this.#change({ needsToken: true, last: null, cases: null });
      } else if (error instanceof Refusal) this.#change({ problem: error.message });
      else this.#change({ isLost: true });
    }
  }

  #change(change: Partial<GatewayState>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }
}
