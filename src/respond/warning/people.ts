/**
 * What the warning centre meets when it tries to reach people. It knows of their thoughts only what they say.
 * `ordinal`: 1 for the subscriber's first warning, 2 for the second: ids depend on other people's warnings.
 */
import type { Delivery, Reply } from "../../record/warning.ts";

export type CallAnswer = "answered" | "refused" | "busy" | "away";
export type DoorAnswer = Exclude<CallAnswer, "busy">;

export interface People {
  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null;
  /** `attempt` counts from 1. */
  answersCall(subscriber: number, ordinal: number, attempt: number, timeMs: number): CallAnswer;
  answersDoor(subscriber: number, ordinal: number, attempt: number, timeMs: number): DoorAnswer;
  hasFamily(subscriber: number): boolean;
  familyAnswers(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean;
  /** The warning arrives. Silence follows a message, and what a relative passes on. Calls come in order of time. */
  hear(delivery: Delivery, ordinal: number): Reply;
  /** The operator lets no stranger through until `untilMs`. */
  suspendLine(subscriber: number, timeMs: number, untilMs: number): void;
}
