/** Best responses as a page and in a terminal, from their document alone. */
import { counted } from "../../core/counted.ts";
import { en, type Text, type Words, zh } from "../../core/words.ts";
import { amountInterval, amountText, formatCount } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import { stack, type ReportTable } from "../../report/report-table.ts";
import type { BestResponse, Response } from "../best-response.ts";
import { NO_INTERVALS, seedListText, seedListWords, seedsAndRuns, verdictWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

export function responseTable({ budget, seeds, responses }: BestResponse): ReportTable {
  return {
    head: [
      { en: "Damage", zh: "损害" },
      { en: "habit, yuan\n(losses)", zh: "照旧，元\n（有损失）" },
      { en: "answer, yuan\n(losses)", zh: "应对，元\n（有损失）" },
      { en: "gain, 95 %", zh: "所得，95 %" },
      { en: "worth, yuan", zh: "防护价值，元" },
    ],
    rows: responses.map(({ without, habit, response, gainYuan, worth }) => [
      againstText(without),
      damageText(habit),
      damageText(response),
      gainWords(gainYuan),
      worth === null ? "" : worthWords(worth),
    ]),
    notes: [
      {
        en:
          "habit: yuan lost by victims as gangs work today, below it episodes that lost money; answer: to the best strategy found; gain: what gangs earn more by it; " +
          "worth: what victims lose more to the answers without this defence than with all, seed by seed, with its 95 % interval. " +
          "Sure: with all defences reckoned with (Holm). Cannot tell: it may be luck, and gives a defence no place in a ranking; about so many seeds would tell. " +
          "A strategy found under one set of defences was tried under all. " +
          `Means over ${counted(seeds.length, "seed")} on which no search ran. Each search had ${counted(budget, "run")}, and may have missed a better strategy.`,
        zh:
          "照旧：团伙照今天的做法时受害人的损失，其下为有损失的个案数；应对：对找到的最好策略；所得：团伙因此多得多少；" +
          "防护价值：没有这项防护时，受害人因应对策略比全部防护时多损失多少（逐种子相比，附 95 % 区间）。" +
          "可以确定：已计入全部防护（Holm）。无法判断：可能出于偶然，不能据以排名；其后为约需的种子数。" +
          "在一组防护下找到的策略，都在各组防护下试过。" +
          `为 ${formatCount(seeds.length)} 个未用于搜索的种子的平均。每次搜索有 ${formatCount(budget)} 次运行，可能漏掉更好的策略。`,
      },
    ],
  };
}

/** What each answer changes of the habit. */
export function strategyFacts({ responses }: BestResponse): [against: Words, strategy: Text][] {
  return responses.map(({ without, strategy }) => [
    againstText(without),
    strategy.length === 0 ? { en: "today's habit", zh: "照旧" } : strategy.join(", "),
  ]);
}

export function responsePage(document: BestResponse): StudyPage {
  const found = printableDocument(document);
  const { scenario, seeds, searchSeeds, budget, runs, reproduce } = found;
  return {
    title: { en: `What gangs would do against ${scenario}`, zh: `团伙会怎样对付 ${scenario}` },
    kicker: { en: "best response", zh: "最佳应对" },
    facts: seedsAndRuns(seeds, runs, {
      en: `searched on ${seedListWords(searchSeeds)}`,
      zh: `搜索用种子 ${zh(seedListText(searchSeeds))}`,
    }),
    text: {
      en: `All gangs play one strategy from hour 0 on. Each search had ${counted(budget, "run")}.`,
      zh: `全部团伙从第 0 小时起用同一策略。每次搜索有 ${formatCount(budget)} 次运行。`,
    },
    caveats: [
      {
        en: "A search may have missed a better strategy, and a defence may be worth less or more than is said.",
        zh: "搜索可能漏掉更好的策略，因此某项防护的价值可能更低或更高。",
      },
      seeds.length < 2 ? NO_INTERVALS : null,
    ],
    sections: [
      { id: "damage", title: { en: "What it costs", zh: "代价" }, tables: [responseTable(found)] },
      {
        id: "strategies",
        title: { en: "The best answers found", zh: "找到的最好应对" },
        facts: strategyFacts(found),
      },
    ],
    reproduce,
  };
}

function againstText(without: string | null): Words {
  return without === null
    ? { en: "all defences", zh: "全部防护" }
    : { en: `without ${without}`, zh: `没有 ${without}` };
}

function damageText({ lostYuan, losses }: Response["habit"]): Text {
  return stack(amountText(lostYuan), `(${formatCount(Math.round(losses))})`);
}

function worthWords(worth: NonNullable<Response["worth"]>): Text {
  const { mean, low, high } = worth.difference;
  const words = verdictWords(worth);
  if (mean === null || worth.verdict === "same") return words;
  return stack(gainWords({ mean, low, high }), {
    en: en(words).replace(": ", ":\n"),
    zh: zh(words).replace(": ", ":\n"),
  });
}

function gainWords({ mean, low, high }: Response["gainYuan"]): Text {
  return stack(amountText(mean), amountInterval({ low, high }));
}
