/** What the page knows, and how news from the server change it. */
import type { Text } from "../../ui/words.ts";
import type { Frame, HistoryPoint, PushedWarning } from "../server/frame.ts";
import type { ExplainedEvent, Hello, Status } from "../server/live-run.ts";
import type { RunRequest } from "../server/requests.ts";
import type { SampledEvent } from "../server/sampled-events.ts";
import type { Catalogue } from "../server/scenario-list.ts";
import type { Address } from "./address.ts";

export type Connection =
  | { readonly state: "connecting" | "live" }
  /** The browser tries again by itself. `since`: by the clock on the wall. */
  | { readonly state: "lost"; readonly since: string }
  /** There is no run. */
  | { readonly state: "broken"; readonly problem: Text };

export interface Run extends Omit<Hello, "run"> {
  readonly id: string;
  /** The latest first. */
  readonly events: readonly SampledEvent[];
  readonly warnings: readonly PushedWarning[];
}

export interface PastRun {
  readonly request: RunRequest;
  readonly history: readonly HistoryPoint[];
  /** True if it has ended: its last figures hold for every later hour. */
  readonly hasEnded: boolean;
}

interface Opened {
  readonly event: SampledEvent;
  readonly explained: ExplainedEvent | null;
  readonly problem: Text | null;
}

export interface State {
  readonly address: Address;
  /** Fields of the link that cannot be used, until another world is asked for. */
  readonly unused: readonly string[];
  readonly catalogue: Catalogue | null;
  readonly connection: Connection;
  readonly run: Run | null;
  readonly past: PastRun | null;
  readonly opened: Opened | null;
}

/** Events and warnings that the lists keep. */
export const MAX_EVENTS = 80;
const MAX_WARNINGS = 12;

export function initialState(address: Address, past: PastRun | null = null): State {
  const connection = { state: "connecting" } as const;
  return { address, unused: [], catalogue: null, connection, run: null, past, opened: null };
}

/** A new run puts the old one aside, if it had anything to show; the same run continues. */
export function greet(state: State, { run: id, frame, ...hello }: Hello): State {
  const last = state.run;
  const isKnown = last?.id === id;
  const lists = isKnown
    ? { frame: last.frame, events: last.events, warnings: last.warnings }
    : { frame: null, events: [], warnings: [] };
  const run: Run = { ...hello, id, ...lists };
  const next: State = { ...state, connection: { state: "live" }, run: frame === null ? run : addFrame(run, frame) };
  if (isKnown) return next;
  const ran: PastRun[] =
    last === null || last.history.length === 0
      ? []
      : [{ request: last.request, history: last.history, hasEnded: last.status.state === "ended" }];
  return { ...next, past: pastFor(hello.request, [...ran, ...(state.past ? [state.past] : [])]), opened: null };
}

/** A changed run is compared with the usual one of its seed, if the page has it, and else with the last of its scenario. */
function pastFor(request: RunRequest, runs: readonly PastRun[]): PastRun | null {
  const isChanged = Object.keys(request.settings).length > 0;
  const usual = isChanged ? runs.find((run) => isUsual(run.request, request)) : undefined;
  return usual ?? runs.find((run) => run.request.scenario === request.scenario) ?? null;
}

/** True if it is the same scenario and seed without a change. */
export function isUsual({ scenario, seed, settings }: RunRequest, like: RunRequest): boolean {
  return scenario === like.scenario && seed === like.seed && Object.keys(settings).length === 0;
}

/** A repeated frame, as after a reconnection, changes nothing. */
export function addFrame(run: Run, frame: Frame): Run {
  const listedHour = run.frame?.hour ?? -1;
  if (frame.hour <= listedHour) return run;
  const drawn = run.history.at(-1)?.hour ?? -1;
  const listed = new Set(run.events.map(({ id }) => id));
  const events = frame.samples.filter(({ id }) => !listed.has(id));
  const warnings = frame.warnings.filter(({ hour }) => hour > listedHour);
  return {
    ...run,
    frame,
    history: [...run.history, ...frame.points.filter(({ hour }) => hour > drawn)],
    events: [...events.toReversed(), ...run.events].slice(0, MAX_EVENTS),
    warnings: [...warnings.toReversed(), ...run.warnings].slice(0, MAX_WARNINGS),
  };
}

/** `run`: whose status it is; by the time it comes, another may be on show. */
export function withStatus(state: State, run: string, status: Status): State {
  return state.run?.id === run ? { ...state, run: { ...state.run, status } } : state;
}

/** The answer about an event, which may be closed by now. */
export function withAnswer(state: State, event: string, answer: Partial<Opened>): State {
  return state.opened?.event.id === event ? { ...state, opened: { ...state.opened, ...answer } } : state;
}
