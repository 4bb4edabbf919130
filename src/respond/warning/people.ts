/**
 * What the warning centre meets when it tries to reach people. The world answers; the centre sees no more than this.
 * `ordinal`: it is the subscriber's first warning, second, ... Not the warning's id, which depends on who else was
 * warned.
 */
import type { Delivery } from "../../event/warning.ts";

export type CallAnswer = "answered" | "refused" | "busy" | "away";

export interface People {
  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null;
  /** What the `attempt`-th call (from 1) about a warning meets. */
  answersCall(subscriber: number, ordinal: number, attempt: number, timeMs: number): CallAnswer;
  /** Whether the `attempt`-th visit (from 1) about a warning finds somebody in. */
  isAtHome(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean;
  /**
   * The warning arrives. True if the subscriber says that he or she will heed it, or has nothing to fear. Of a message
   * nobody learns the answer. Calls come in order of time.
   */
  hear(delivery: Delivery): boolean;
}
