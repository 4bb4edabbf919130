/** What the page knows, and how it changes: one pure function from a message to the next state. */
import type {
  Catalogue,
  ExplainedEvent,
  Frame,
  Hello,
  HistoryPoint,
  PushedWarning,
  RunRequest,
  SampledEvent,
  Status,
} from "../server/protocol.ts";
import type { Explanation } from "../../explain/explanation.ts";
import type { TruthDocument } from "../../report/directory/decision.ts";
import type { EpisodeSoFar } from "../../report/directory/episode-document.ts";
import type { EventOutcome } from "../../report/directory/event-outcome.ts";
import { type Address, worldKey } from "./address.ts";
import type { Misread } from "./misread.ts";

export type Explained = ExplainedEvent<Explanation, TruthDocument, EventOutcome<EpisodeSoFar>>;

export type Connection =
  | { readonly state: "connecting" | "live" }
  /** The browser tries again by itself. */
  | { readonly state: "lost"; readonly sinceMs: number }
  | { readonly state: "gone" }
  | { readonly state: "refused"; readonly refusal: { readonly status: number; readonly message: string } | null };

export interface Run extends Omit<Hello, "run"> {
  readonly id: string;
  /** The last hour in the lists; -1 before the first. */
  readonly listedHour: number;
  /** The last hour with events taken; a fast run skips hours. */
  readonly sampled: SampledHour | null;
  /** The latest first. */
  readonly events: readonly SampledEvent[];
  readonly warnings: readonly PushedWarning[];
}

export interface SampledHour {
  readonly hour: number;
  readonly eventsInHour: number;
  readonly samples: readonly SampledEvent[];
}

export interface PastRun {
  readonly request: RunRequest;
  readonly history: readonly HistoryPoint[];
  /** True if it has ended: its last figures hold for every later hour. */
  readonly hasEnded: boolean;
}

export interface Opened {
  readonly event: SampledEvent;
  readonly explained: Explained | null;
  readonly problem: "forgotten" | "unreachable" | null;
}

export interface State {
  readonly address: Address;
  /** Problems of the link, until another world is asked for or the notice is dismissed. */
  readonly misread: readonly Misread[];
  readonly catalogue: Catalogue | null;
  readonly connection: Connection;
  readonly run: Run | null;
  readonly past: PastRun | null;
  readonly opened: Opened | null;
}

export type Action =
  | { readonly type: "address"; readonly address: Address }
  | { readonly type: "misread"; readonly misread: readonly Misread[] }
  | { readonly type: "catalogue"; readonly catalogue: Catalogue }
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "hello"; readonly hello: Hello }
  | { readonly type: "frames"; readonly frames: readonly Frame[] }
  /** May be of another run by the time the server answers. */
  | { readonly type: "status"; readonly run: string; readonly status: Status }
  | { readonly type: "open"; readonly event: SampledEvent }
  | { readonly type: "explained"; readonly explained: Explained }
  | { readonly type: "unexplained"; readonly event: string; readonly problem: NonNullable<Opened["problem"]> }
  | { readonly type: "close" };

/** Events and warnings that the lists keep. */
export const MAX_EVENTS = 80;
const MAX_WARNINGS = 12;

export function initialState(address: Address, past: PastRun | null = null): State {
  return {
    address,
    misread: [],
    catalogue: null,
    connection: { state: "connecting" },
    run: null,
    past,
    opened: null,
  };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "address":
      return { ...state, address: action.address, misread: isSameWorld(state, action.address) ? state.misread : [] };
    case "misread":
      return { ...state, misread: action.misread };
    case "catalogue":
      return { ...state, catalogue: action.catalogue };
    case "connection":
      return { ...state, connection: action.connection };
    case "hello":
      return greet(state, action.hello);
    case "frames":
      return state.run === null ? state : { ...state, run: action.frames.reduce(addFrame, state.run) };
    case "status":
      return state.run?.id === action.run ? { ...state, run: { ...state.run, status: action.status } } : state;
    case "open":
      return { ...state, opened: { event: action.event, explained: null, problem: null } };
    case "explained":
      return isOpen(state, action.explained.event.id)
        ? { ...state, opened: { event: action.explained.event, explained: action.explained, problem: null } }
        : state;
    case "unexplained":
      return isOpen(state, action.event) ? { ...state, opened: { ...state.opened!, problem: action.problem } } : state;
    case "close":
      return { ...state, opened: null };
  }
}

/** A new run puts the old one aside, if it had anything to show; the same run continues. */
function greet(state: State, hello: Hello): State {
  const { run: id, request, status, hours, off, history, frame } = hello;
  const known = state.run?.id === id ? state.run : null;
  const run: Run = {
    id,
    request,
    hours,
    off,
    status,
    frame: null,
    history,
    listedHour: known?.listedHour ?? -1,
    sampled: known?.sampled ?? null,
    events: known?.events ?? [],
    warnings: known?.warnings ?? [],
  };
  const connection: Connection = { state: "live" };
  const next = frame === null ? run : addFrame(run, frame);
  if (known !== null) return { ...state, connection, run: next };
  return { ...state, connection, run: next, past: pastOf(state.run) ?? state.past, opened: null };
}

function pastOf(run: Run | null): PastRun | null {
  if (run === null || run.history.length === 0) return null;
  return { request: run.request, history: run.history, hasEnded: run.status.state === "ended" };
}

/** A repeated frame, as after a reconnection, changes no list. */
function addFrame(run: Run, frame: Frame): Run {
  if (frame.hour <= run.listedHour) {
    return run.frame === null ? { ...run, frame } : run;
  }
  const drawn = run.history.at(-1)?.hour ?? -1;
  const history = [...run.history, ...frame.points.filter(({ hour }) => hour > drawn)];
  const listed = new Set(run.events.map(({ id }) => id));
  const fresh = frame.samples.filter(({ id }) => !listed.has(id));
  const warnings = frame.warnings.filter(({ hour }) => hour > run.listedHour);
  return {
    ...run,
    frame,
    history,
    listedHour: frame.hour,
    sampled: fresh.length > 0 ? sampledHour(fresh, history) : run.sampled,
    events: [...fresh.toReversed(), ...run.events].slice(0, MAX_EVENTS),
    warnings: [...warnings.toReversed(), ...run.warnings].slice(0, MAX_WARNINGS),
  };
}

function sampledHour(samples: readonly SampledEvent[], history: readonly HistoryPoint[]): SampledHour {
  const { hour } = samples.at(-1)!;
  const eventsInHour = history.findLast((point) => point.hour === hour)?.eventsInHour ?? samples.length;
  return { hour, eventsInHour, samples };
}

function isSameWorld({ address }: State, next: Address): boolean {
  return worldKey(address) === worldKey(next);
}

function isOpen(state: State, event: string): boolean {
  return state.opened?.event.id === event;
}
