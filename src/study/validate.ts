/** Facts of the field next to a run. */
import { z } from "zod";
import { groupBy } from "../core/group-by.ts";
import { sumOf } from "../core/sum.ts";
import type { LoopRecords } from "../metrics/loop-input.ts";
import { episodeKey } from "../metrics/loss-sum.ts";
import { traceWarnings } from "../metrics/traced-warning.ts";
import { TrafficCounter, type TrafficFigures } from "../metrics/traffic-figures.ts";
import type { Scenario } from "../scenario/schema.ts";
import { formatAmount } from "../ui/format.ts";
import { t, type Text } from "../ui/words.ts";
import { type Reading, REPORT, type ReportFigures } from "./cells/cell.ts";
import type { StudyCell } from "./cells/cell-runner.ts";
import { headShape } from "./document.ts";
import { factSchema, factsOf } from "./facts.ts";
import type { StudyPage } from "./page/study-page.ts";
import type { Study } from "./study.ts";
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

/** Four runs and the paired ones of the first. The same for any number of workers. */
export function validation(scenario: Scenario, seed: number): Study<Validation> {
  const cells = cellsOf(scenario, seed);
  return {
    verb: "validate",
    scenario,
    seeds: [seed],
    most: cells.length,
    run: async (runner) => {
      const found = await runner.run(cells);
      if (found === null) return null;
      const [main, messages, reached, unreached] = found.map(({ readings }) => readings![COUNTED.name] as Counted);
      const { digest, readings } = found[0]!;
      const traffic = readings!["traffic"] as TrafficFigures;
      const letters = lesseningOf(messages!.warned, main!.lostUnwarned);
      const { givenUp, lifeDays, calls, callees, callS } = traffic.nuisanceNumbers;
      const counted = {
        letters,
        stillBelieved: letters === null ? null : 1 - letters,
        publicity: unreached!.victims === 0 ? null : 1 - reached!.victims / unreached!.victims,
        mostCalls: main!.mostCalls,
        // A line that is in use has no whole life.
        ...(givenUp === 0 ? {} : { lineLife: lifeDays, lineCalls: calls, lineCallees: callees, callSeconds: callS }),
      };
      return { digest, facts: factsOf(readings![REPORT.name] as ReportFigures, counted), traffic };
    },
    page: validationPage,
    summary: ({ facts }) =>
      facts.map(({ id, text, quality, source, unit, reported, simulated }) => {
        return { id, text, quality, source, unit, reported, simulated };
      }),
  };
}

function cellsOf(scenario: Scenario, seed: number): StudyCell[] {
  const { dissuasion, publicity, report } = scenario;
  const undefended = withoutDefences(scenario);
  const withReach = (reach: number): Scenario => ({ ...undefended, publicity: { ...publicity, reach } });
  const messages = { ...scenario, dissuasion: { ...dissuasion, agents: 0, visitTeams: 0 } };
  const eventByEvent = { ...scenario, report: { ...report, sampleEvery: 1 } };
  const cell = { seed, readings: [COUNTED] };
  const all = { ...cell, arms: ARM_NAMES, readings: [COUNTED, REPORT, trafficReading(scenario)] };
  return [
    { ...all, variant: "the run and its paired runs", scenario: eventByEvent },
    { ...cell, variant: "messages alone", scenario: messages },
    { ...cell, variant: "no defences, mass publicity", scenario: withReach(1), fraudOnly: true },
    { ...cell, variant: "no defences, no publicity", scenario: withReach(0), fraudOnly: true },
  ];
}

type Counted = ReturnType<typeof countedOf>;
const COUNTED: Reading = { name: "counted", read: ({ main, interceptionOnly }) => countedOf(main, interceptionOnly) };

/** What the report does not have. Episodes are known by their keys, which the same attempts have in every run. */
export function countedOf(main: LoopRecords, interceptionOnly: Pick<LoopRecords, "episodes"> | null) {
  const warnings = traceWarnings(main);
  const lost = warnings.filter(({ episode }) => episode !== null && episode.lossYuan > 0);
  const calls = [...groupBy(lost, ({ episode }) => episodeKey(episode!)).values()].map((each) =>
    sumOf(each.map(({ warning }) => warning.calls)),
  );
  return {
    warned: warnings
      .filter(({ isEffective }) => isEffective)
      .map(({ episode }) => ({ episode: episodeKey(episode!), isKept: episode!.lossYuan === 0 })),
    lostUnwarned: interceptionOnly === null ? [] : lossesOf(interceptionOnly).map(episodeKey),
    victims: new Set(lossesOf(main).map(({ subscriber }) => subscriber)).size,
    /** In one episode, over all its warnings, to a person who still lost money; null if nobody did. */
    mostCalls: calls.toSorted((a, b) => b - a)[0] ?? null,
  };
}

function lossesOf({ episodes }: Pick<LoopRecords, "episodes">) {
  return episodes.filter(({ lossYuan }) => lossYuan > 0);
}

/**
 * Of people who were warned in time in the one run and lost money in the other, the share who lost nothing when warned.
 * Both runs have the same seed, so a person meets the same attempt with the same luck. Null if there is nobody.
 */
export function lesseningOf(warned: Counted["warned"], lostUnwarned: Counted["lostUnwarned"]): number | null {
  const lost = new Set(lostUnwarned);
  const atRisk = warned.filter(({ episode }) => lost.has(episode));
  return atRisk.length === 0 ? null : atRisk.filter(({ isKept }) => isKept).length / atRisk.length;
}

/** Looks at every event, so the run takes several times as long; its results are the same. */
function trafficReading({ population, hours }: Scenario): Reading {
  const counter = new TrafficCounter(population.subscribers, hours);
  return {
    name: "traffic",
    onSample: ({ view, row }) => counter.note(view.events, view.truth, row),
    read: ({ main }) => counter.figures(main.episodes),
  };
}

function validationPage(document: Validation): StudyPage {
  const { scenario, seeds, facts, digest, traffic } = document;
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
        reference: facts.map(({ text, source, note }) => [text, note === undefined ? source : `${source}; ${note}`]),
      },
    ],
  };
}

function factText({ unit }: Validation["facts"][number], value: number | null): Text {
  if (value === null) return t`not told`;
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  const number = String(Number(value.toPrecision(3)));
  return unit === "days" ? t`${number} days` : t`${number} seconds`;
}
