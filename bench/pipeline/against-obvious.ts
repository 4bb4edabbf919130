/** Both pipelines over the same events, in rounds, and their verdicts held against each other. */
import { RingfenceError } from "../../src/core/errors.ts";
import type { DigestWords } from "../../src/metrics/digest.ts";
import { matcherEngines } from "../../src/detect/matcher/engines.ts";
import {
  type Comparison,
  type Measurement,
  type Target,
  compareInRounds,
  measurementOf,
} from "../harness/measurement.ts";
import type { ObviousEvent } from "../obvious/event.ts";
import { OBVIOUS_BATCH_EVENTS, ObviousPipeline } from "../obvious/pipeline.ts";
import type { Answers } from "../harness/answers.ts";
import { checkVerdicts } from "./check-verdicts.ts";
import { ScreeningPipeline } from "./screening-pipeline.ts";
import { enginesNote } from "../harness/chosen-engines.ts";
import { type Elapsed, timed } from "../harness/stopwatch.ts";
import type { EventSource } from "./traffic.ts";

interface AgainstObviousOptions {
  /** What is screened, in the names of figures: a corpus, or `recorded`. */
  readonly corpus: string;
  /** Above the figures. */
  readonly group: string;
  readonly workers: number;
  readonly rounds: number;
  /** Of a round, for ringfence: the same in every round. */
  readonly events: number;
  /** Of a round, for the obvious pipeline: in each round the next of those events. */
  readonly obviousEvents: number;
  readonly target: Target | null;
  readonly engines: { readonly matcher: string; readonly blocklist: string };
  /** Of the stage learned, which the obvious pipeline does not have; left out: none. */
  readonly model?: string | undefined;
}

export interface AgainstObvious {
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  readonly digest: DigestWords;
  /** Events whose verdicts were compared; of all events: how many matched a template and had a listed caller. */
  readonly compared: number;
  /** Of these, where an approximate matcher decided otherwise; of others none may. */
  readonly differing: number;
  readonly matches: number;
  readonly listings: number;
}

/**
 * Throws RingfenceError "invariant" when a verdict differs. What is timed, of both: from the events as objects on the
 * main thread to having the last verdict; of ringfence, in a row of its own, also from columns that are filled already.
 * What is not: the making of events, building tables and filters, the start of the workers, and a warm-up.
 */
export async function measureAgainstObvious(
  traffic: EventSource,
  options: AgainstObviousOptions,
): Promise<AgainstObvious> {
  const { workers, rounds, obviousEvents } = options;
  const shared = traffic.next(rounds * obviousEvents);
  const warmUp = traffic.next(Math.min(workers * OBVIOUS_BATCH_EVENTS, WARM_UP_ROUNDS * obviousEvents));
  const events = shared.concat(traffic.next(options.events - shared.length));
  const obvious = new ObviousPipeline(traffic.knowledge, workers);
  const ringfence = await ScreeningPipeline.start(traffic.knowledge, events, workers, options.engines, options.model);
  try {
    return await measureRounds(options, obvious, ringfence, shared, warmUp);
  } finally {
    await Promise.all([obvious.close(), ringfence.close()]);
  }
}

/** Where rounds have few events, so many of them warm it up. */
const WARM_UP_ROUNDS = 2;

async function measureRounds(
  options: AgainstObviousOptions,
  obvious: ObviousPipeline,
  ringfence: ScreeningPipeline,
  shared: readonly ObviousEvent[],
  warmUp: readonly ObviousEvent[],
): Promise<AgainstObvious> {
  const { rounds, obviousEvents } = options;
  const { answers } = ringfence;
  await obvious.screen(warmUp);
  await ringfence.screen();
  const digest = digestOf(answers);

  const isApproximate = matcherEngines.of(options.engines.matcher).isApproximate === true;
  let differing = 0;
  const slow: Elapsed[] = [];
  const fast: Elapsed[] = [];
  const fromColumns: Elapsed[] = [];
  for (let round = 0; round < rounds; round++) {
    const pass = async (work: () => Promise<void>): Promise<Elapsed> => {
      answers.clear();
      const elapsed = await timed(work);
      if (digestOf(answers).join() === digest.join()) return elapsed;
      throw new RingfenceError(
        "invariant",
        `round ${round + 1}: other verdicts than in the warm-up, of the same events`,
      );
    };
    fast.push(await pass(() => ringfence.screen()));
    fromColumns.push(await pass(() => ringfence.screenFilled()));
    const from = round * obviousEvents;
    const events = shared.slice(from, from + obviousEvents);
    const verdicts: Awaited<ReturnType<ObviousPipeline["screen"]>> = [];
    slow.push(await timed(async () => void verdicts.push(...(await obvious.screen(events)))));
    differing += checkVerdicts(answers, from, events, verdicts, isApproximate);
  }
  const { matches, listings } = answers;
  return {
    ...describe(options, answers.handle.events, { fast, fromColumns, slow }),
    digest,
    compared: shared.length,
    differing,
    matches,
    listings,
  };
}

function digestOf(answers: Answers): DigestWords {
  const digest = new Uint32Array(2);
  answers.addTo(digest);
  return digest;
}

interface Rounds {
  readonly fast: readonly Elapsed[];
  readonly fromColumns: readonly Elapsed[];
  readonly slow: readonly Elapsed[];
}

function describe(
  { corpus, group, obviousEvents, target, engines }: AgainstObviousOptions,
  events: number,
  { fast, fromColumns, slow }: Rounds,
): Pick<AgainstObvious, "measurements" | "comparisons"> {
  const rows = (["wallSeconds", "coreSeconds"] as const).map((time) => {
    const perCore = time === "coreSeconds" ? " a core" : "";
    const measure = (pipeline: string, n: number, elapsed: readonly Elapsed[], notes: string[] = []): Measurement =>
      measurementOf({
        name: `${pipeline}${perCore}, ${corpus}`,
        group,
        unit: "events/s",
        better: "higher",
        samples: elapsed.map((each) => n / each[time]),
        n,
        notes,
      });
    const ringfence = measure("ringfence", events, fast, [enginesNote(engines)]);
    const filled = measure("ringfence from filled columns", events, fromColumns, [enginesNote(engines)]);
    const obvious = measure("obvious pipeline", obviousEvents, slow);
    const name = `events/s${perCore}, obvious pipeline, ${corpus}`;
    return {
      measurements: [ringfence, filled, obvious],
      comparisons: [
        compareInRounds(name, ringfence, obvious, perCore === "" ? target : null),
        compareInRounds(`from filled columns: ${name}`, filled, obvious),
      ],
    };
  });
  return {
    measurements: rows.flatMap(({ measurements }) => measurements),
    comparisons: rows.flatMap(({ comparisons }) => comparisons),
  };
}
