import { z } from "zod";
import { TrafficCounter, type TrafficFigures } from "../metrics/traffic-figures.ts";
import type { Report } from "../report/document.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Reading, reading } from "./cells/cell.ts";
import type { StudyCell } from "./cells/cell-runner.ts";
import { checkSeeds } from "./check-seeds.ts";
import { finite, headOf, headShape } from "./document.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { factsOf, type LineCounts } from "./validation/facts.ts";
import {
  fallOfVictims,
  lesseningOf,
  lostEpisodes,
  mostCallsOf,
  victimsOf,
  type WarnedInTime,
  warnedInTime,
} from "./validation/lessening.ts";
import { ARM_NAMES, withoutDefences } from "./variants/arms.ts";

export const validationSchema = z
  .strictObject({
    ...headShape("validate"),
    digest: z.string(),
    facts: z.array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        source: z.string(),
        quality: z
          .enum(["P", "A", "M", "B"])
          .describe("B: the project's brief, P: a paper's own text, A: abstract or secondary, M: news report"),
        reported: z.number(),
        unit: z.enum(["share", "count", "days", "seconds", "yuan"]),
        note: z.string().optional().describe("what sets the two apart"),
        simulated: finite.describe("null where nothing in the run counts it"),
      }),
    ),
    traffic: z.looseObject({}).describe("of fraud, counted event by event") as unknown as z.ZodType<TrafficFigures>,
  })
  .meta({ title: "Ringfence validation", description: "Facts of the field next to a run" });

export type Validation = z.infer<typeof validationSchema>;

interface ValidationOptions extends StudyOptions {
  readonly scenario: Scenario;
  readonly seed: number;
}

/** Five runs and the paired ones of the first. The same for any number of workers. */
export function validate(options: ValidationOptions): Promise<Validation> {
  return documentOf(validation(options), options);
}

export function validation({ scenario, seed, reproduce }: ValidationOptions): Study<Validation> {
  checkSeeds([seed]);
  const cells = cellsOf(scenario, seed);
  return {
    verb: "validate",
    scenario,
    most: cells.length,
    run: async (runner) => {
      const found = await runner.list(cells);
      if (found === null) return null;
      const [main, messages, reached, unreached, observed] = found.map(({ readings }) => readings!);
      const report = main![REPORT.name] as Report;
      const traffic = observed![TRAFFIC.name] as TrafficFigures;
      const run = {
        report,
        lines: lineCountsOf(traffic),
        messagesAlone: lesseningOf(
          messages![WARNED.name] as readonly WarnedInTime[],
          main![LOST_UNWARNED.name] as readonly number[],
        ),
        mostCalls: main![MOST_CALLS.name] as number | null,
        publicity: fallOfVictims(reached![VICTIMS.name] as number, unreached![VICTIMS.name] as number),
      };
      const document: Validation = {
        ...headOf("validate", { scenario: scenario.name, seeds: [seed], runs: cells.length, reproduce }),
        digest: report.digest,
        facts: factsOf(scenario.report.reference).map(({ measure, ...fact }) => ({ ...fact, simulated: measure(run) })),
        traffic,
      };
      return {
        document,
        summary: summaryTable(
          ["id", "text", "quality", "source", "unit", "reported", "simulated"],
          document.facts.map((fact) => ({ ...fact, note: null })),
        ),
      };
    },
  };
}

const REPORT = reading("report", (_, report) => ({ ...report, performance: null }));
const MOST_CALLS = reading("mostCalls", ({ main }) => mostCallsOf(main));
const LOST_UNWARNED = reading("lostUnwarned", ({ interceptionOnly }) => lostEpisodes(interceptionOnly!));
const WARNED = reading("warnedInTime", ({ main }) => warnedInTime(main));
const VICTIMS = reading("victims", ({ main }) => victimsOf(main));
/** Looks at every event, so the run takes several times as long; its results are the same. */
const TRAFFIC: Reading = {
  name: "traffic",
  begin: ({ population, hours }) => {
    const counter = new TrafficCounter(population.subscribers, hours);
    return {
      onSample: ({ view, row }) => counter.note(view.events, view.truth, row),
      read: ({ main }) => counter.figures(main.episodes),
    };
  },
};

function cellsOf(scenario: Scenario, seed: number): StudyCell[] {
  const { dissuasion, publicity, report } = scenario;
  const undefended = withoutDefences(scenario);
  const withReach = (reach: number): Scenario => ({ ...undefended, publicity: { ...publicity, reach } });
  return [
    {
      variant: "the run and its paired runs",
      scenario,
      seed,
      arms: ARM_NAMES,
      readings: [REPORT, MOST_CALLS, LOST_UNWARNED],
    },
    {
      variant: "messages alone",
      scenario: { ...scenario, dissuasion: { ...dissuasion, agents: 0, visitTeams: 0 } },
      seed,
      readings: [WARNED],
    },
    { variant: "no defences, mass publicity", scenario: withReach(1), seed, fraudOnly: true, readings: [VICTIMS] },
    { variant: "no defences, no publicity", scenario: withReach(0), seed, fraudOnly: true, readings: [VICTIMS] },
    {
      variant: "the run event by event",
      scenario: { ...scenario, report: { ...report, sampleEvery: 1 } },
      seed,
      readings: [TRAFFIC],
    },
  ];
}

/** Null if no number was given up: none has a whole life. */
function lineCountsOf({ nuisanceNumbers }: TrafficFigures): LineCounts | null {
  const { givenUp, lifeDays, calls, callees, callS } = nuisanceNumbers;
  return givenUp === 0 ? null : { lifeDays, calls, callees, callSeconds: callS };
}
