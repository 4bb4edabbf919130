/**
 * `ringfence bench pareto`: what each engine and setting costs and what it is good for. Recall at a precision floor
 * against events a second, on a seeded scenario or a labelled file, beside rows that know nothing and everything.
 */
import { availableParallelism } from "node:os";
import { RingfenceError } from "../../src/core/errors.ts";
import { matcherEngines } from "../../src/detect/matcher/engines.ts";
import { type DigestWords, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines } from "../harness/chosen-engines.ts";
import { measurementOf } from "../harness/measurement.ts";
import { timeLeftOf } from "../harness/stopwatch.ts";
import { type LabelledFile, readFileEvents } from "./file-events.ts";
import type { LabelledEvents } from "./labelled-events.ts";
import { paretoPart } from "./part.ts";
import { describePoints, missedFloors, untoldQuality } from "./points.ts";
import { type Split, splitEvents } from "./recall-at-floor.ts";
import { takeScenarioEvents } from "./scenario-events.ts";
import { DEFAULT_SETTING, nameOfBlocklist, nameOfMatcher, type Setting, settingsFor } from "./setting.ts";
import { Trial, drawTimedEvents } from "./trial.ts";

export interface ParetoOptions extends BenchOptions {
  /** In (0, 1]. */
  readonly precisionFloor: number;
  readonly file?: LabelledFile | undefined;
  /** Left out: as the size has it. */
  readonly scenario?: string | undefined;
  readonly hours?: number | undefined;
  /** For the run of the scenario: screening is timed in one thread. */
  readonly workers?: number | undefined;
}

/** At smoke size: of a file that may hold thousands of messages it would take minutes to score them. */
const SLOW_ON_FILES = "matcher scan";

const SIZES = {
  full: { scenario: "platform-2020", hours: 96, keptHours: 2, rounds: 6, leastSeconds: 0.2, only: null },
  smoke: {
    scenario: "smoke",
    hours: 12,
    keptHours: 1,
    rounds: 1,
    leastSeconds: 0.001,
    only: ["default", "similarity from 0.9", "no text match", "matcher scan", "blocklist exact"],
  },
} as const;

export async function measurePareto(options: ParetoOptions): Promise<Findings> {
  const { size, seed, file, over, onProgress, workers = availableParallelism() } = options;
  if (file !== undefined) {
    if (options.scenario !== undefined || options.hours !== undefined) {
      throw new RingfenceError("usage", "--file and a scenario exclude each other: leave out --scenario and --hours");
    }
    return measureOn(await readFileEvents(file, size), options, { file: file.file });
  }
  const { keptHours, ...sized } = SIZES[size];
  const { scenario = sized.scenario, hours = sized.hours } = options;
  const ran = { scenario, hours, keptHours };
  return measureOn(await takeScenarioEvents({ ...ran, seed, workers, over, onProgress }), options, ran);
}

/**
 * The same on events at hand. Throws RingfenceError "noData" where they cannot tell, "invariant" where engines answer
 * differently.
 */
export function measureOn(events: LabelledEvents, options: ParetoOptions, told: Findings["settings"] = {}): Findings {
  const { size, seed, precisionFloor, onProgress } = options;
  const { rounds, leastSeconds, only }: { rounds: number; leastSeconds: number; only: readonly string[] | null } =
    SIZES[size];
  const split = splitEvents(events.batches, seed);
  checkSplit(events, split);

  const leftOut = size === "smoke" && options.file !== undefined ? SLOW_ON_FILES : null;
  const engines = chosenEngines(options.over);
  const asked = [nameOfMatcher(engines.matcher), nameOfBlocklist(engines.blocklist)];
  const settings = settingsFor(events.knowledge, engines).filter(
    ({ name }) => asked.includes(name) || ((only === null || only.includes(name)) && name !== leftOut),
  );
  const timed = drawTimedEvents(events.batches, seed);
  const trials: Trial[] = [];
  for (const setting of settings) {
    onProgress(`scores: ${setting.name}`);
    trials.push(new Trial(setting, events, timed));
  }
  const differences = checkAnswers(trials);
  const startedMs = performance.now();
  for (let round = 0; round < rounds; round++) {
    for (const [i, trial] of trials.entries()) {
      const left = timeLeftOf(startedMs, round * trials.length + i, rounds * trials.length);
      onProgress(`round ${round + 1} of ${rounds}: ${trial.setting.name}${left}`);
      trial.measureRound(leastSeconds);
    }
  }

  const measurements = trials.map(({ setting: { name }, samples }) =>
    measurementOf({
      name,
      group: "screening alone, in one thread",
      unit: "events/s",
      better: "higher",
      samples,
      n: timed.count,
    }),
  );
  const details = describePoints(events, split, trials, measurements, options);
  const digest: DigestWords = new Uint32Array(2);
  for (const [index, trial] of trials.entries()) trial.addTo(digest, index);
  return {
    settings: { ...told, precisionFloor, rounds, events: events.fraud.length, timedEvents: timed.count },
    measurements,
    comparisons: [],
    digest: formatDigest(digest),
    warnings: [
      ...events.remarks,
      ...differences,
      ...(leftOut === null ? [] : [`${leftOut} is left out: it would take minutes of thousands of messages`]),
      ...(timed.count < events.fraud.length
        ? [`speeds are those of ${formatCount(timed.count)} events, drawn at random, the same for all`]
        : []),
      ...missedFloors(details),
    ],
    // Plain data, as JSON has it.
    details: JSON.parse(JSON.stringify(details)) as Findings["details"],
    parts: [paretoPart(details)],
    untold: untoldQuality(details),
  };
}

function checkSplit({ fraud, source }: LabelledEvents, { tuning, test }: Split): void {
  for (const rows of [tuning, test]) {
    const positives = rows.reduce((sum, row) => sum + fraud[row]!, 0);
    if (positives > 0 && positives < rows.length) continue;
    throw new RingfenceError(
      "noData",
      `${printable(source)}, cut in two at random, to choose a score on one half and judge it on the other: a half holds ${positives} frauds ` +
        `among ${rows.length} events, where both kinds were expected. Take more events, or name with --positive the labels that mean fraud`,
    );
  }
}

/** Engines may differ in speed alone, save approximate matchers: says how often those do. */
function checkAnswers([reference, ...others]: readonly Trial[]): string[] {
  return others.flatMap(({ setting, scores }) => {
    if (!hasDefaultAnswers(setting)) return [];
    const differing = [...scores.keys()].filter((event) => scores[event] !== reference!.scores[event]);
    if (differing.length === 0) return [];
    if (matcherEngines.of(setting.matcher).isApproximate) {
      return [
        `${setting.name} scored ${formatCount(differing.length)} of ${formatCount(scores.length)} events otherwise than scan: it is approximate`,
      ];
    }
    const event = differing[0]!;
    throw new RingfenceError(
      "invariant",
      `event ${event}: ${setting.name} scores ${scores[event]}, the default ${reference!.scores[event]}; engines must answer alike`,
    );
  });
}

function hasDefaultAnswers(setting: Setting): boolean {
  const { threshold, templateShare } = DEFAULT_SETTING;
  return setting.off.length === 0 && setting.threshold === threshold && setting.templateShare === templateShare;
}
