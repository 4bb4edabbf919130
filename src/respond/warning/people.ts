/**
 * What the warning centre meets when it tries to reach people. The world answers. The centre sees no more than this: of
 * what people think, only what they say. `ordinal`: 1 for the subscriber's first warning, 2 for the second, and not the
 * warning's id, which depends on who else was warned.
 */
import type { Delivery, Reply } from "../../record/warning.ts";

export type CallAnswer = "answered" | "refused" | "busy" | "away";
export type DoorAnswer = Exclude<CallAnswer, "busy">;

export interface People {
  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null;
  /** What the `attempt`-th call (from 1) about a warning meets. */
  answersCall(subscriber: number, ordinal: number, attempt: number, timeMs: number): CallAnswer;
  /** What the `attempt`-th visit (from 1) about a warning meets. */
  answersDoor(subscriber: number, ordinal: number, attempt: number, timeMs: number): DoorAnswer;
  /** Whether a relative's number is on file. */
  hasFamily(subscriber: number): boolean;
  /** Whether the `attempt`-th call (from 1) to the relative about a warning is answered. */
  familyAnswers(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean;
  /** The warning arrives. Silence follows a message, and what a relative passes on. Calls come in order of time. */
  hear(delivery: Delivery, ordinal: number): Reply;
  /** The operator lets no stranger through to the subscriber until `untilMs`. */
  suspendLine(subscriber: number, timeMs: number, untilMs: number): void;
}
