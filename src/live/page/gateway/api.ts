/** What the page asks the gateway. */
import type {
  CasesAnswer,
  CaseState,
  OverviewAnswer,
  ShadowAnswer,
  ThresholdsAnswer,
} from "../../../gateway/protocol.ts";

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

/** An answer of 400 and above, with the reason that the gateway gave. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

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

  async #ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.body === undefined ? undefined : { "Content-Type": "application/json" });
    if (this.token !== null) headers.set("Authorization", `Bearer ${this.token}`);
    const response = await fetch(path, { ...init, headers, cache: "no-store", credentials: "omit" });
    if (response.ok) return (await response.json()) as Answer;
    throw new Refusal(response.status, await reasonOf(response));
  }
}

async function reasonOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { readonly error: string }).error;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
