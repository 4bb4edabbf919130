/** What the page of a front knows of it and of its stream. */
import type { StreamAnswer } from "./api.ts";
import { TokenSession, type TokenState } from "./token-session.ts";

export interface FrontState extends TokenState {
  /** Null until the front has answered. */
  readonly stream: StreamAnswer | null;
}

export class FrontSession extends TokenSession<FrontState> {
  constructor(changed: () => void) {
    super(changed, { stream: null }, { stream: null });
  }

  protected async lookOnce(): Promise<void> {
    const stream = await this.api.stream();
    this.change({ stream, lostSinceMs: null, problem: null });
  }
}
