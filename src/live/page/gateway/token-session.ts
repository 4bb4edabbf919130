/** What every page of a door does: asks for a token, keeps it in its tab, looks every second, and says what fails. */
import { Refusal } from "../ask.ts";
import { keepLanguage, tabLanguage } from "../words/tab-language.ts";
import type { Language } from "../words/words.ts";
import { Api } from "./api.ts";

export interface TokenState {
  readonly language: Language;
  /** Why nothing can be seen; null: it can. */
  readonly door: "token" | "wrongToken" | "noRole" | null;
  /** Since when the server does not answer. */
  readonly lostSinceMs: number | null;
  /** Why the last wish was not met. */
  readonly problem: string | null;
}

const EVERY_MS = 1000;
const TOKEN = "ringfence.gateway.token";
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

export abstract class TokenSession<State extends TokenState> {
  protected readonly api = new Api(sessionStorage.getItem(TOKEN));
  #state: State;
  readonly #changed: () => void;
  /** What is forgotten where nothing may be seen. */
  readonly #unseen: Partial<State>;
  #isLooking = false;

  constructor(changed: () => void, own: Omit<State, keyof TokenState>, unseen: Partial<State>) {
    this.#changed = changed;
    this.#unseen = unseen;
    const begun: TokenState = { language: tabLanguage(), door: null, lostSinceMs: null, problem: null };
    this.#state = { ...own, ...begun } as State;
  }

  get state(): State {
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
    void this.lookOnce()
      .catch((error: unknown) => this.fail(error))
      .finally(() => (this.#isLooking = false));
  }

  protected abstract lookOnce(): Promise<void>;

  /** Kept in this tab alone, and gone with it. */
  useToken(token: string): void {
    // What no header can hold is no token.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      this.#become({ door: "wrongToken" });
      return;
    }
    this.api.token = token;
    sessionStorage.setItem(TOKEN, token);
    this.#become({ door: null });
    this.look();
  }

  forgetToken(): void {
    this.api.token = null;
    sessionStorage.removeItem(TOKEN);
    this.#close("token");
  }

  get hasToken(): boolean {
    return this.api.token !== null;
  }

  speak(language: Language): void {
    keepLanguage(language);
    this.#become({ language });
  }

  /** `wish`: what somebody asked for, by name; null: nobody waits for it. */
  protected fail(error: unknown, wish: string | null = null): void {
    if (error instanceof Refusal && error.status === UNAUTHORIZED) this.#close(this.hasToken ? "wrongToken" : "token");
    else if (error instanceof Refusal && error.status === FORBIDDEN && wish === null) this.#close("noRole");
    else if (error instanceof Refusal) {
      this.#become({ problem: wish === null ? error.message : `${wish}: ${error.message}` });
    } else this.#become({ lostSinceMs: this.#state.lostSinceMs ?? Date.now() });
  }

  protected change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }

  #close(door: NonNullable<TokenState["door"]>): void {
    this.change({ ...this.#unseen, door } as Partial<State>);
  }

  #become(change: Partial<TokenState>): void {
    this.change(change as Partial<State>);
  }
}
