/** Best responses as a page and in a terminal, from their document alone. */
import { counted } from "../../core/counted.ts";
import { formatAmount, formatAmountInterval, formatCount } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { BestResponse, Response } from "../best-response.ts";
import { seedListWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

export function responseTable({ budget, seeds, responses }: BestResponse): ReportTable {
  return {
    head: ["Damage", "habit, yuan", "losses", "answer, yuan", "losses", "gain, 95 %"],
    rows: responses.map(({ without, habit, response, gainYuan }) => [
      againstWords(without),
      formatAmount(habit.lostYuan),
      formatCount(Math.round(habit.losses)),
      formatAmount(response.lostYuan),
      formatCount(Math.round(response.losses)),
      gainWords(gainYuan),
    ]),
    notes: [
      "habit: yuan lost by victims as gangs work today; answer: to the best strategy found; gain: what gangs earn more by it. " +
        `Means over ${counted(seeds.length, "seed")} on which no search ran. Each search had ${counted(budget, "run")}, and may have missed a better strategy.`,
    ],
  };
}

/** What each answer changes of the habit. */
export function strategyFacts({ responses }: BestResponse): [against: string, strategy: string][] {
  return responses.map(({ without, strategy }) => [
    againstWords(without),
    strategy.length === 0 ? "today's habit" : strategy.join(", "),
  ]);
}

export function responsePage(document: BestResponse): StudyPage {
  const found = printableDocument(document);
  const { scenario, seeds, searchSeeds, budget, runs, reproduce } = found;
  return {
    title: `What gangs would do against ${scenario}`,
    kicker: "best response",
    facts: `Seeds ${seedListWords(seeds)} · searched on ${seedListWords(searchSeeds)} · ${counted(runs, "run")}`,
    text: `All gangs play one strategy from hour 0 on. Each search had ${counted(budget, "run")}.`,
    caveats: [
      "A search may have missed a better strategy.",
      seeds.length < 2 ? "One seed is one world: there are no intervals." : null,
    ],
    sections: [
      { id: "damage", title: "What it costs", tables: [responseTable(found)] },
      { id: "strategies", title: "The best answers found", facts: strategyFacts(found) },
    ],
    reproduce,
  };
}

function againstWords(without: string | null): string {
  return without === null ? "all defences" : `without ${without}`;
}

function gainWords({ mean, low, high }: Response["gainYuan"]): string {
  const interval = low === null || high === null ? "" : `\n${formatAmountInterval({ low, high })}`;
  return `${formatAmount(mean)}${interval}`;
}
