/**
 * One event of a run: the run is repeated up to it, as its tables depend on everything before. Its later outcome is in
 * the run directory.
 */
import { join } from "node:path";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";
import { HOUR_MS } from "../core/time.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { type TruthDocument, truthDocument } from "../report/directory/decision.ts";
import { type EpisodeDocument, episodeRow } from "../report/directory/episode-document.ts";
import { type EventOutcome, findEpisode, type FraudTruth, isFirstContact, outcomeOf } from "./event-outcome.ts";
import {
  DECISIONS_FILE,
  EPISODES_FILE,
  REPORT_FILE,
  SCENARIO_FILE,
  WARNINGS_FILE,
  checkRun,
  readDocuments,
  readReport,
} from "../report/directory/run-directory.ts";
import { type WarningRow, warningRow } from "../report/directory/warning-document.ts";
import { loadScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Sample } from "../engine/loop/scene.ts";
import { simulate } from "../engine/simulation.ts";
import { decodeEventId, type EventOrigin, parseEventId } from "../world/event-id.ts";
import { contextOf } from "./context.ts";
import { type Explanation, explainRow } from "./explanation.ts";

interface EventOptions {
  readonly run: string;
  /** 16 hexadecimal digits. */
  readonly event: string;
  readonly workers: number;
  readonly unmask: boolean;
  /** Called once with the most ticks to repeat, then with the progress. */
  readonly onStart?: (ticks: number) => void;
  readonly onTick?: (ticks: number, events: number) => void;
}

/** The truth of the event. The outcome of fraud is null if its files are gone. */
export type EventTruth =
  | Extract<TruthDocument, { readonly fraud: false }>
  | (FraudTruth & { readonly outcome: EventOutcome | null });

export interface ExplainedRunEvent extends Explanation {
  readonly truth: EventTruth;
}

interface Found {
  readonly explanation: Explanation;
  readonly truth: TruthDocument;
  readonly timeMs: number;
}

/**
 * Takes as long as the run up to the event; an impossible identity fails at once. Throws "usage" if the run has no such
 * event.
 */
export async function explainEvent(options: EventOptions): Promise<ExplainedRunEvent> {
  const { run, event, workers, unmask, onStart, onTick } = options;
  checkRun(run, [SCENARIO_FILE, REPORT_FILE], "--run expects");
  const watched = parseEventId(event);
  if (!watched) {
    throw new RingfenceError(
      "usage",
      `--event expects 16 hexadecimal digits, as in ${join(run, DECISIONS_FILE)}, but found "${event}"`,
    );
  }
  const scenario = loadScenario(join(run, SCENARIO_FILE));
  const seed = readSeed(run);
  // Null if the files are gone; some 0.1 s for 10,000 episodes.
  const episodes = readDocuments(run, EPISODES_FILE, episodeRow);
  const origin = decodeEventId(watched.low, watched.high, seed);
  const episode = origin.source === "benign" ? null : findEpisode(episodes ?? [], origin.gang, origin.target);
  const isToThem = ({ subscriber }: WarningRow): boolean => subscriber === episode?.subscriber;
  const warnings = readDocuments(run, WARNINGS_FILE, warningRow, isToThem);
  if (!isPossible(origin, scenario, episodes)) throw noSuchEvent(run, event);

  let found: Found | null = null;
  const isFound = new AbortController();
  onStart?.(lastTick(origin, scenario, episodes) + 1);
  await simulate({
    scenario,
    seed,
    workers,
    watched,
    signal: isFound.signal,
    ...(onTick && { onTick }),
    onSample: (sample) => {
      const { events } = sample.view;
      if (events.idLow[sample.row] !== watched.low || events.idHigh[sample.row] !== watched.high) return;
      found = foundIn(sample, unmask);
      isFound.abort();
    },
  });
  if (found === null) throw noSuchEvent(run, event);
  const { explanation, truth, timeMs } = found as Found;
  if (!truth.fraud) return { ...explanation, truth };
  const isKnown = episodes !== null && warnings !== null;
  return {
    ...explanation,
    truth: { ...truth, outcome: isKnown ? outcomeOf(truth, timeMs, episodes, warnings) : null },
  };
}

function foundIn(sample: Sample, unmask: boolean): Found {
  const { view, row, scriptOf } = sample;
  return {
    explanation: explainRow(view.events, view.findings, row, contextOf(sample, unmask)),
    truth: truthDocument(view.events, view.truth, row, scriptOf),
    timeMs: view.events.timeMs[row]!,
  };
}

type Episodes = readonly EpisodeDocument[] | null;

/**
 * True if a run of `scenario` may have an event of this origin: a mistyped one is refused without repeating the run.
 * `episodes`: all of that run, or null if unknown. A few of a million wrong identities pass.
 */
export function isPossible(origin: EventOrigin, scenario: Scenario, episodes: Episodes): boolean {
  if (origin.source === "benign") {
    return origin.benignClass < BENIGN_CLASSES.length && origin.tick < scenario.hours;
  }
  const { gang, attempt, target } = origin;
  if (gang >= scenario.gangs.count || attempt >= scenario.episodes.attempts) return false;
  // A gang contacts only people whom it has engaged again.
  return isFirstContact(origin) || episodes === null || findEpisode(episodes, gang, target) !== null;
}

/** The tick of the event if it is known beforehand; else a tick that bounds the repeated run. */
export function lastTick(origin: EventOrigin, scenario: Scenario, episodes: Episodes): number {
  if (origin.source === "benign") return origin.tick;
  const episode = episodes === null ? null : findEpisode(episodes, origin.gang, origin.target);
  if (episode !== null && isFirstContact(origin)) return Math.floor(episode.engagedMs / HOUR_MS);
  return scenario.hours - 1;
}

function noSuchEvent(run: string, event: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `the run in ${run} has no event ${event}: take one from its ${DECISIONS_FILE}, or from the page of a run with the same seed and settings`,
  );
}

function readSeed(run: string): number {
  const path = join(run, REPORT_FILE);
  const seed = (readReport(path) as { seed?: unknown } | null)?.seed;
  if (seed === undefined) throw new RingfenceError("config", `${path} holds no seed: it is no report of a run`);
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED) return seed;
  throw new RingfenceError(
    "config",
    `${path}: expected a seed from 0 to ${MAX_SEED}, found ${describeValue(seed)}: run it again`,
  );
}
