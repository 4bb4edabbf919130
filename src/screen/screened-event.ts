/** The events that a program gives to a screener, and the results. */
import type { ShippedStage } from "../detect/finders.ts";
import type { Route } from "../event/event-batch.ts";
import type { Decision } from "../event/findings.ts";
import type { FoundOf } from "./found-later.ts";
import type { ScreenedRow } from "./screened-row.ts";
import type { NoRisk } from "./stated-risk.ts";

/** A message if it has a text, else a call. Unknown values are left out or null. */
export interface ScreenEvent {
  readonly text?: string | null;
  readonly caller?: string | number | null;
  readonly callee?: string | number | null;
  /** A date, ISO 8601 (UTC without a zone), or seconds or milliseconds since 1970. The same form for all events. */
  readonly time?: Date | string | number | null;
  /** Length of a call in seconds. */
  readonly duration?: number | null;
  readonly answered?: boolean | null;
  /** Direction of a message. */
  readonly direction?: "received" | "sent" | null;
  /** The network it came from. Left out: derived from the caller. */
  readonly route?: Route | null;
  readonly id?: string | null;
}

/** The decision on an event, and its reasons. */
export interface ScreenedEvent extends Pick<
  ScreenedRow,
  "verdict" | "risk" | "noRisk" | "score" | "modelScore" | "evidence" | "script" | "similarity"
> {
  /** The findings of each stage that was on, by its name. */
  readonly stages: StagesFound;
}

/** Stages that are off are left out. Your own stages have the result of `found` or `record`, or their columns. */
type StagesFound = { readonly [S in ShippedStage as S["name"]]?: FoundBy<S> } & { readonly [stage: string]: unknown };

type FoundBy<S> = S extends { found: (...of: never) => infer Found }
  ? Found
  : S extends { record: (...of: never) => infer Recorded }
    ? Recorded
    : never;

/** A screened event. Makes `stages` only when it is read. */
export class Screened implements ScreenedEvent {
  readonly verdict: Decision;
  readonly risk: number | null;
  readonly noRisk: NoRisk | null;
  readonly score: number;
  readonly modelScore: number | null;
  readonly evidence: readonly string[];
  readonly script: string | null;
  readonly similarity: number | null;
  declare readonly stages: StagesFound;
  #stages: StagesFound | null = null;
  readonly #found: FoundOf;
  readonly #index: number;

  constructor(described: ScreenedRow, found: FoundOf, index: number) {
    this.verdict = described.verdict;
    this.risk = described.risk;
    this.noRisk = described.noRisk;
    this.score = described.score;
    this.modelScore = described.modelScore;
    this.evidence = described.evidence;
    this.script = described.script;
    this.similarity = described.similarity;
    this.#found = found;
    this.#index = index;
    // A property of the object, not of the class, so that copies and JSON have it.
    Object.defineProperty(this, "stages", Screened.#named);
  }

  static readonly #named: PropertyDescriptor & ThisType<Screened> = {
    enumerable: true,
    get() {
      return (this.#stages ??= this.#found(this.#index));
    },
  };
}
