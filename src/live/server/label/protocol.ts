/** What the page of `ringfence label` and its server say to each other, as JSON. */
import { z } from "zod";
import type { ExpectedQuality } from "../../../training/labelling/expected-quality.ts";
import { ANSWERS, type Reason } from "../../../training/labelling/labelling.ts";

/** A message to label. */
export interface LabelQuestion {
  /** Its line in the file. */
  readonly line: number;
  readonly text: string;
  /** Numbers are masked; null where the file has no sender. */
  readonly sender: string | null;
  readonly reason: Reason;
  /** What the model of the last round makes of it: above 0 it reads like fraud; null before there is one. */
  readonly score: number | null;
  /** Pieces of the text that speak most for fraud, and against it. */
  readonly spokeFor: readonly string[];
  readonly spokeAgainst: readonly string[];
}

export interface LabelState {
  readonly file: string;
  readonly counts: {
    readonly fraud: number;
    readonly benign: number;
    readonly skip: number;
    readonly messages: number;
  };
  /** Null when every message is labelled. */
  readonly question: LabelQuestion | null;
  readonly curve: readonly ExpectedQuality[];
  /** Whether a point of it is being worked out. */
  readonly isJudging: boolean;
  readonly hardlyPays: boolean;
  /** What to do next, once a model was written: a command line; else null. */
  readonly command: string | null;
  /** What that model is expected to do at its thresholds, as shares; null: none was written, or it only advises. */
  readonly expected: {
    readonly caught: number;
    readonly caughtFlagged: number;
    readonly benignBlocked: number;
    readonly benignFlagged: number;
  } | null;
  /** Why the last wish was not met, for people; else null. */
  readonly problem: string | null;
}

export const answerSchema = z.strictObject({ line: z.int().min(0), answer: z.enum(ANSWERS) });
