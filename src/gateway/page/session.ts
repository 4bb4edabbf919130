/** What the page knows of the gateway, and how it learns it: it looks each second, with a token that its tab keeps. */
import { ask, Refusal } from "../../ui/browser/ask.ts";
import { type Language, preferredLanguage } from "../../ui/browser/speech.ts";
import type { CasesAnswer, LastAnswer } from "../protocol.ts";

type Decision = "fraud" | "benign";

const EVERY_MS = 1000;
const TOKEN = "ringfence.gateway.token";
const LANGUAGE = "ringfence.language";
const UNAUTHORIZED = 401;
/** Numbers are masked: people pass a page. More cases are slow to draw. */
const CASES = "v1/cases?numbers=masked&limit=50";

export class GatewaySession {
  language = preferredLanguage([sessionStorage.getItem(LANGUAGE) ?? "", ...navigator.languages]);
  needsToken = false;
  isLost = false;
  /** Why the last wish was not met. */
  problem: string | null = null;
  last: LastAnswer["events"] | null = null;
  cases: CasesAnswer | null = null;
  decided: { readonly id: string; readonly decision: Decision } | null = null;
  readonly #changed: () => void;
  #token = sessionStorage.getItem(TOKEN);
  #isLooking = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  async look(): Promise<void> {
    if (document.hidden || this.#isLooking || this.needsToken) return;
    this.#isLooking = true;
    await this.#try(async () => {
      const { events } = await this.#ask<LastAnswer>("v1/last");
      this.#set({ last: events, cases: await this.#ask<CasesAnswer>(CASES), isLost: false });
    });
    this.#isLooking = false;
  }

  begin(): void {
    void this.look();
    setInterval(() => void this.look(), EVERY_MS);
  }

  async decide(id: string, decision: Decision): Promise<void> {
    await this.#try(async () => {
      await this.#ask(`v1/cases/${encodeURIComponent(id)}`, { method: "PUT" }, { decision });
      this.#set({ decided: { id, decision }, problem: null, cases: await this.#ask<CasesAnswer>(CASES) });
    });
  }

  /** Null: the token is forgotten. No header can hold other characters. */
  useToken(token: string | null): void {
    this.#token = token !== null && /^[\x21-\x7e]+$/.test(token) ? token : null;
    if (this.#token === null) sessionStorage.removeItem(TOKEN);
    else sessionStorage.setItem(TOKEN, this.#token);
    this.#set({ needsToken: this.#token === null, last: null, cases: null });
    void this.look();
  }

  get hasToken(): boolean {
    return this.#token !== null;
  }

  speak(language: Language): void {
    sessionStorage.setItem(LANGUAGE, language);
    this.#set({ language });
  }

  #ask<Answer>(path: string, init: RequestInit = {}, body?: object): Promise<Answer> {
    const headers: HeadersInit = this.#token === null ? {} : { Authorization: `Bearer ${this.#token}` };
    return ask(path, { ...init, headers, cache: "no-store", credentials: "omit" }, body);
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal)) this.#set({ isLost: true });
      else if (error.status === UNAUTHORIZED) this.#set({ needsToken: true, last: null, cases: null });
      else this.#set({ problem: error.message });
    }
  }

  #set(change: Partial<GatewaySession>): void {
    Object.assign(this, change);
    this.#changed();
  }
}
