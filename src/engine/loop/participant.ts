/**
 * A participant of the loop: one object that takes part in ticks. Everything but its name may be left out. The
 * simulation walks the list of participants (participants.ts) in each phase of a tick, in the order of the list.
 */
import type { WorkerOutput } from "../worker-output.ts";
import type { Tick } from "./tick.ts";

export interface Participant<Statement extends object = object, State extends object = object> {
  readonly name: string;
  /** Prepares a tick. What takes effect in it was settled two ticks before, or earlier. */
  start?(tick: Tick): void;
  /** Reads what a task of a worker brought back, in no particular order within two ticks. The memory is used again. */
  receive?(tick: Tick, output: WorkerOutput): void;
  /** Acts on a tick that was screened. What it changes in tables and traffic takes effect two ticks later. */
  settle?(tick: Tick): void;
  /** Does what no task of a worker depends on, while workers have the tick after the next. */
  conclude?(tick: Tick): void;
  /** The run ends after this number of ticks. */
  finish?(ticks: number): void;
  /** Whether a run that drains must go on. */
  isBusy?(): boolean;
  /** Its part of the result. */
  statement?(ticks: number): Statement;
  /** What an observer is shown of it at the end of a tick. */
  state?(tick: Tick): State;
}

/** The statements, and the states, of a list of participants as one object. */
export type StatementOf<Participants extends readonly Participant[]> = Together<
  Participants[number] extends infer One ? (One extends Participant<infer Statement> ? Statement : never) : never
>;
export type StateOf<Participants extends readonly Participant[]> = Together<
  Participants[number] extends infer One ? (One extends Participant<object, infer State> ? State : never) : never
>;
type Together<Union> = (Union extends object ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
