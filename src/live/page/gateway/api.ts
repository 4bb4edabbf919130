/** What the page asks the gateway. */
import type {
  CasesAnswer,
  CaseState,
  OverviewAnswer,
  ShadowAnswer,
  ThresholdsAnswer,
} from "../../../gateway/protocol.ts";
import { ask } from "../ask.ts";

export type {
  CaseAnswer,
  CaseState,
  EventClass,
  OverviewAnswer,
  ShadowAnswer,
  ThresholdsAnswer,
} from "../../../gateway/protocol.ts";

export type LastEvent = OverviewAnswer["last"][number];

export type CaseList = CasesAnswer;

/** More are slow to draw, and nobody decides as many before the next come. */
const CASES_SHOWN = 50;

/** Throws Refusal where the gateway says no, and TypeError, as fetch does, where nobody answers. */
export class Api {
  token: string | null;

  constructor(token: string | null) {
    this.token = token;
  }

  overview(): Promise<OverviewAnswer> {
    return this.#ask("v1/overview");
  }

  /** Numbers are masked: a page is seen by whoever passes. */
  cases(state: CaseState | "any"): Promise<CaseList> {
    return this.#ask(`v1/cases?numbers=masked&limit=${CASES_SHOWN}&state=${state}`);
  }

  /** `percent`: of the events that nobody decided to be fraud, what may be blocked. */
  thresholds(percent: string): Promise<ThresholdsAnswer> {
    return this.#ask(`v1/thresholds?blockedBenign=${encodeURIComponent(`${percent}%`)}`);
  }

  shadow(): Promise<ShadowAnswer> {
    return this.#ask("v1/shadow");
  }

  decide(id: string, decision: "fraud" | "benign", templates: boolean): Promise<unknown> {
    const body = JSON.stringify({ decision, templates });
    return this.#ask(`v1/cases/${encodeURIComponent(id)}`, { method: "PUT", body });
  }

  #ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers: HeadersInit = this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
    return ask(path, { ...init, headers, cache: "no-store", credentials: "omit" });
  }
}
