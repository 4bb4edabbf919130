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
import type { ObviousVerdict } from "../obvious/event.ts";
import { OBVIOUS_BATCH_EVENTS, ObviousPipeline } from "../obvious/pipeline.ts";
import { checkVerdicts } from "./check-verdicts.ts";
import { ScreeningPipeline } from "./screening-pipeline.ts";
import { enginesNote } from "../harness/chosen-engines.ts";
import { type Elapsed, timed } from "../harness/stopwatch.ts";
import type { EventSource } from "../harness/corpus/traffic.ts";

interface AgainstObviousOptions {
  /** What is screened, in the names of figures: a corpus, or `recorded`. */
  readonly corpus: string;
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
  const { workers, rounds, obviousEvents, engines } = options;
  const shared = traffic.next(rounds * obviousEvents);
  const warmUp = traffic.next(Math.min(workers * OBVIOUS_BATCH_EVENTS, WARM_UP_ROUNDS * obviousEvents));
  const events = shared.concat(traffic.next(options.events - shared.length));
  const obvious = new ObviousPipeline(traffic.knowledge, workers);
  const ringfence = await ScreeningPipeline.start(traffic.knowledge, events, workers, engines, options.model);
  try {
    await obvious.screen(warmUp);
    await ringfence.screen();
    const { answers } = ringfence;
    const digest = answers.digest();
    const isApproximate = matcherEngines.of(engines.matcher).isApproximate === true;
    let differing = 0;
    const times: Times = { ringfence: [], "ringfence from filled columns": [], "obvious pipeline": [] };
    const pass = async (work: () => Promise<void>): Promise<Elapsed> => {
      answers.clear();
      const elapsed = await timed(work);
      if (answers.digest().join() === digest.join()) return elapsed;
      throw new RingfenceError("invariant", "a round came to other verdicts than the warm-up, of the same events");
    };
    for (let from = 0; from < shared.length; from += obviousEvents) {
      times.ringfence.push(await pass(() => ringfence.screen()));
      times["ringfence from filled columns"].push(await pass(() => ringfence.screenFilled()));
      const part = shared.slice(from, from + obviousEvents);
      const verdicts: ObviousVerdict[] = [];
      times["obvious pipeline"].push(await timed(async () => void verdicts.push(...(await obvious.screen(part)))));
      differing += checkVerdicts(answers, from, part, verdicts, isApproximate);
    }
    const { matches, listings } = answers;
    return { ...describe(options, times), digest, compared: shared.length, differing, matches, listings };
  } finally {
    await Promise.all([obvious.close(), ringfence.close()]);
  }
}

/** Where rounds have few events, so many of them warm it up. */
const WARM_UP_ROUNDS = 2;

type Times = Record<"ringfence" | "ringfence from filled columns" | "obvious pipeline", Elapsed[]>;

function describe(
  { corpus, group, events, obviousEvents, target, engines }: AgainstObviousOptions,
  times: Times,
): Pick<AgainstObvious, "measurements" | "comparisons"> {
  const rows = (["wallSeconds", "coreSeconds"] as const).map((time) => {
    const perCore = time === "coreSeconds" ? " a core" : "";
    const measure = (pipeline: keyof Times): Measurement => {
      const n = pipeline === "obvious pipeline" ? obviousEvents : events;
      return measurementOf({
        name: `${pipeline}${perCore}, ${corpus}`,
        group,
        unit: "events/s",
        better: "higher",
        samples: times[pipeline].map((each) => n / each[time]),
        n,
        notes: pipeline === "obvious pipeline" ? [] : [enginesNote(engines)],
      });
    };
    const [ringfence, filled, obvious] = [
      measure("ringfence"),
      measure("ringfence from filled columns"),
      measure("obvious pipeline"),
    ];
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
