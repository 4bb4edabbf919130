import { z } from "zod";
import { TrafficCounter, type TrafficFigures } from "../metrics/traffic-figures.ts";
import type { Scenario } from "../scenario/schema.ts";
import { formatAmount } from "../ui/format.ts";
import { t, type Text } from "../ui/words.ts";
import { type Reading, REPORT, type ReportFigures } from "./cells/cell.ts";
import type { StudyCell } from "./cells/cell-runner.ts";
import { headOf, headShape } from "./document.ts";
import type { StudyPage } from "./page/study-page.ts";
import { checkSeeds } from "./seeds.ts";
import type { Study, StudyOptions } from "./study.ts";
import { factSchema, factsOf } from "./validation/facts.ts";
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
    ...headShape,
    digest: z.string(),
    facts: z.array(factSchema),
    traffic: z.looseObject({}).describe("of fraud, counted event by event") as unknown as z.ZodType<TrafficFigures>,
  })
  .meta({ title: "Ringfence validation", description: "Facts of the field next to a run" });

export type Validation = z.infer<typeof validationSchema>;

interface ValidationOptions extends StudyOptions {
  readonly scenario: Scenario;
  readonly seed: number;
}

/** Five runs and the paired ones of the first. The same for any number of workers. */
export function validation({ scenario, seed, reproduce }: ValidationOptions): Study<Validation> {
  checkSeeds([seed]);
  const cells = cellsOf(scenario, seed);
  return {
    verb: "validate",
    scenario,
    most: cells.length,
    run: async (runner) => {
      const found = await runner.run(cells);
      if (found === null) return null;
      const [main, messages, reached, unreached, observed] = found.map(({ readings }) => readings!);
      const report = main!["report"] as ReportFigures;
      const traffic = observed!["traffic"] as TrafficFigures;
      const letters = lesseningOf(
        messages!["warnedInTime"] as readonly WarnedInTime[],
        main!["lostUnwarned"] as readonly number[],
      );
      const { givenUp, lifeDays, calls, callees, callS } = traffic.nuisanceNumbers;
      const counted = {
        letters,
        stillBelieved: letters === null ? null : 1 - letters,
        publicity: fallOfVictims(reached!["victims"] as number, unreached!["victims"] as number),
        mostCalls: main!["mostCalls"] as number | null,
        // A line that is in use has no whole life.
        ...(givenUp === 0 ? {} : { lineLife: lifeDays, lineCalls: calls, lineCallees: callees, callSeconds: callS }),
      };
      return {
        ...headOf("validate", { scenario: scenario.name, seeds: [seed], runs: cells.length, reproduce }),
        digest: found[0]!.digest,
        facts: factsOf(report, counted),
        traffic,
      };
    },
    page: validationPage,
    summary: ({ facts }) =>
      facts.map(({ id, text, quality, source, unit, reported, simulated }) => {
        return { id, text, quality, source, unit, reported, simulated };
      }),
  };
}

const MOST_CALLS: Reading = { name: "mostCalls", read: ({ main }) => mostCallsOf(main) };
const LOST_UNWARNED: Reading = { name: "lostUnwarned", read: (arms) => lostEpisodes(arms.interceptionOnly!) };
const WARNED: Reading = { name: "warnedInTime", read: ({ main }) => warnedInTime(main) };
const VICTIMS: Reading = { name: "victims", read: ({ main }) => victimsOf(main) };

/** Looks at every event, so the run takes several times as long; its results are the same. */
function trafficReading({ population, hours }: Scenario): Reading {
  const counter = new TrafficCounter(population.subscribers, hours);
  return {
    name: "traffic",
    onSample: ({ view, row }) => counter.note(view.events, view.truth, row),
    read: ({ main }) => counter.figures(main.episodes),
  };
}

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
      readings: [trafficReading(scenario)],
    },
  ];
}

function validationPage(document: Validation): StudyPage {
  const { scenario, seeds, facts, digest, traffic, reproduce } = document;
  const { mean, p99, max } = traffic.contactsAPerson;
  const [average, approached, engaged] = [mean, 100 * traffic.approachedShare, 100 * traffic.engagedShare].map((one) =>
    one.toFixed(1),
  );
  return {
    title: t`What is known of the field, next to ${scenario}`,
    kicker: t`validation`,
    facts: t`Seed ${seeds[0]!} · digest ${digest}`,
    text: t`None of these facts enters a simulation. The report of a run has the figures of the reported period.`,
    caveats: [t`One seed is one world: docs/statistics.md says how often intervals hold the mean over worlds.`],
    sections: [
      {
        id: "facts",
        title: t`The facts`,
        tables: [
          {
            head: [t`Fact`, t`quality`, t`reported`, t`simulated`],
            rows: facts.map((fact) => {
              const { text, quality, reported, simulated } = fact;
              return [text, quality, factText(fact, reported), factText(fact, simulated)];
            }),
            notes: [
              t`quality: A abstract or secondary, M news report; sources, and what sets the two apart: docs/results.md; not told: nothing in the run counts it`,
            ],
          },
        ],
        text: t`Contacts: ${average!} a person, ${p99} at the 99th percentile, ${max} at most; ${approached!} % of people approached, ${engaged!} % engaged`,
      },
      {
        id: "sources",
        title: t`Where they are from`,
        facts: facts.map(({ text, source, note }) => [text, note === undefined ? source : `${source}; ${note}`]),
        isFolded: true,
      },
    ],
    reproduce,
  };
}

function factText({ unit }: Validation["facts"][number], value: number | null): Text {
  if (value === null) return t`not told`;
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  const number = String(Number(value.toPrecision(3)));
  return unit === "days" ? t`${number} days` : t`${number} seconds`;
}
