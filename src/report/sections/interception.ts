/** How much fraud was blocked: by channel, kind of fraud, disguise, and the lines of gangs. */
import { sumOf } from "../../core/sum.ts";
import { BLOCK, FLAG } from "../../event/findings.ts";
import { TECHNOLOGIES, TYPOLOGIES } from "../../event/taxonomy.ts";
import {
  contactsByGang,
  type GangCounts,
  messagesByGang,
  ofTypology,
  rateOfCounts,
} from "../../metrics/gang-counts.ts";
import { BOTH_CHANNELS, CALLS, MESSAGES, type Tally } from "../../metrics/tally.ts";
import { t, type Text, word } from "../../ui/words.ts";
import { fraudRate } from "../screening-rates.ts";
import { columnsOf, figure, row, rows, section, type Stated, table } from "../statement.ts";

const LEVEL_NAMES: readonly Text[] = [
  t`script as known`,
  t`synonyms, reordered`,
  t`symbols, zero width`,
  t`homoglyphs`,
  t`pinyin, split characters`,
  t`paraphrase`,
];

export const interception = section("interception", t`Fraud intercepted`, ({ tally, loop }) => [
  rows("rates", t`Fraud intercepted`, { unit: "share", summary: true }, [
    figure("interceptionCalls", t`calls`, fraudRate(tally, CALLS)),
    figure("interceptionMessages", t`messages`, fraudRate(tally, MESSAGES)),
    figure("interception", t`both`, fraudRate(tally)),
  ]),
  breakdown(
    "interception.typology",
    t`Which kinds of fraud get through?`,
    TYPOLOGIES.map((name, kind) => [
      name,
      word(name),
      (decision, channels) => ofTypology(contactsByGang(tally, decision, channels), kind),
    ]),
  ),
  breakdown(
    "interception.obfuscation",
    t`Which disguises get through?`,
    LEVEL_NAMES.map((words, level) => [String(level), words, (decision) => messagesByGang(tally, decision, level)]),
  ),
  byTechnology(tally),
  rows("fraud.intercepted", t`Sites and apps blocked`, { folded: true }, [
    figure("domains", t`domains`, sumOf(tally.columns.domains)),
    figure("apps", t`apps of gangs that the network refused to somebody`, sumOf(loop.blocking.refusedApps)),
  ]),
]);

type Part = readonly [id: string, words: Text, counts: (decision: number, channels: readonly number[]) => GangCounts];

function breakdown(of: string, title: Text, parts: readonly Part[]): Stated {
  const columns = [
    { id: "rate", words: t`blocked`, unit: "share", ink: "blocked" },
    ...columnsOf("count", { contacts: t`contacts`, flagged: t`flagged` }),
  ] as const;
  return table(
    of,
    title,
    {
      chart: "intervals",
      reading: t`The share of contacts by gangs that were blocked. Bars are 95 % intervals over gangs: where a single gang does it, there is none.`,
    },
    columns,
    parts.map(([id, words, counts]) => {
      const rate = rateOfCounts(counts(BLOCK, BOTH_CHANNELS));
      return row(id, words, rate, rate.n, sumOf(counts(FLAG, BOTH_CHANNELS).decided));
    }),
  );
}

function byTechnology(tally: Tally): Stated {
  const columns = [
    { id: "rate", words: t`all blocked`, unit: "share" },
    { id: "calls", words: t`calls blocked`, unit: "share" },
    { id: "contacts", words: t`contacts`, unit: "count" },
  ] as const;
  return table(
    "interception.technology",
    t`By the lines of gangs`,
    { folded: true },
    columns,
    TECHNOLOGIES.map((name, technology) => {
      const [all, calls] = [BOTH_CHANNELS, CALLS].map((each) =>
        rateOfCounts(contactsByGang(tally, BLOCK, each, [technology])),
      );
      return row(name, word(name), all, calls, all!.n);
    }),
  );
}
