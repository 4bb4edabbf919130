/** An event of a program, and what is decided of it. */
import type { ShippedStage } from "../detect/finders.ts";
import type { Route } from "../event/event-batch.ts";
import type { Decision } from "../event/findings.ts";
import type { FoundBatch } from "./found-later.ts";
import type { ScreenedRow } from "./screened-row.ts";

/** A message where it has a text, else a call. What is not known is left out, or null. */
export interface ScreenerEvent {
  readonly text?: string | null;
  readonly caller?: string | number | null;
  readonly callee?: string | number | null;
  /** A date, ISO 8601 (UTC without a zone), or seconds or milliseconds since 1970: all events alike. */
  readonly time?: Date | string | number | null;
  /** Seconds that a call lasted. */
  readonly duration?: number | null;
  readonly answered?: boolean | null;
  /** Which way a message went. */
  readonly direction?: "received" | "sent" | null;
  /** By which network it came; left out: told by the caller. */
  readonly route?: Route | null;
  readonly id?: string | null;
}

/** What is decided of an event, and why. */
export interface ScreenedEvent {
  readonly verdict: Decision;
  /**
   * That it is fraud, from 0 to 1; null where the model has no thresholds of your own, and so was not calibrated on
   * your messages.
   */
  readonly risk: number | null;
  /** The prior and the weights of the evidence, in hundredths of a nat. */
  readonly score: number;
  /** To rank messages by: what the model makes of the text, the greater the likelier fraud. Null without one. */
  readonly modelScore: number | null;
  /** What speaks for fraud. */
  readonly evidence: readonly string[];
  /** The nearest script by name, or how it begins, and how similar the text is; null where none is near enough. */
  readonly script: string | null;
  readonly similarity: number | null;
  /** What each stage that was on has found, by its name. */
  readonly stages: StagesFound;
}

/** Of a stage that is off nothing; of stages of your own what their `found` or `record` returns, or their columns. */
type StagesFound = { readonly [S in ShippedStage as S["name"]]?: FoundBy<S> } & { readonly [stage: string]: unknown };

type FoundBy<S> = S extends { found: (...of: never) => infer Found }
  ? Found
  : S extends { record: (...of: never) => infer Recorded }
    ? Recorded
    : never;

/** A screened event, which names what the stages found when asked. */
export class Screened implements ScreenedEvent {
  readonly verdict: Decision;
  readonly risk: number | null;
  readonly score: number;
  readonly modelScore: number | null;
  readonly evidence: readonly string[];
  readonly script: string | null;
  readonly similarity: number | null;
  declare readonly stages: StagesFound;
  #stages: StagesFound | null = null;
  readonly #found: FoundBatch;
  readonly #index: number;

  constructor(described: ScreenedRow, found: FoundBatch, index: number) {
    this.verdict = described.verdict;
    this.risk = described.risk;
    this.score = described.score;
    this.modelScore = described.modelScore;
    this.evidence = described.evidence;
    this.script = described.script;
    this.similarity = described.similarity;
    this.#found = found;
    this.#index = index;
    // A property of the object, not of its class: so copies and JSON have it too.
    Object.defineProperty(this, "stages", Screened.#named);
  }

  static readonly #named: PropertyDescriptor & ThisType<Screened> = {
    enumerable: true,
    get() {
      return (this.#stages ??= this.#found.stages(this.#index));
    },
  };
}
