/** The trade in SIMs and bank accounts, and the crackdown on it, next to the same world without it. */
import { pairWeeks } from "../../metrics/card-weeks.ts";
import { t, type Text } from "../../ui/words.ts";
import { columnsOf, curves, figure, row, rows, section, type Stated, table } from "../statement.ts";

type Week = ReturnType<typeof pairWeeks>[number];

export const cards = section("cards", t`Cards and the crackdown`, ({ loop }) => {
  if (!loop.cards) return [];
  const { statement, withoutCrackdown, fromHour } = loop.cards;
  const { crackdown, innocents } = statement;
  const weeks = pairWeeks({ episodes: loop.episodes, cards: statement }, withoutCrackdown, loop.hours);
  const folded = true;
  const ofCrackdown = [
    rows("cards.crackdown", t`The crackdown`, { folded }, [
      figure("leads", t`leads`, crackdown.leads),
      figure("traced", t`traced to somebody`, crackdown.traced),
      figure("dealersDestroyed", t`dealers destroyed`, crackdown.dealersDestroyed),
      figure("suspectsArrested", t`suspects arrested`, crackdown.suspectsArrested),
      figure("holdersPenalised", t`people penalised`, crackdown.holdersPenalised),
      figure("appeals", t`appeals by people who never sold a card`, crackdown.appeals),
      figure("appealsGranted", t`appeals granted`, crackdown.appealsGranted),
      figure("outletsShut", t`outlets shut`, crackdown.outletsShut),
      figure("accountsFrozen", t`accounts frozen`, crackdown.accountsFrozen),
    ]),
    rows("cards.innocents", t`What it cost people who never sold a card`, {}, [
      figure("penalised", t`penalised`, innocents.penalised),
      figure("linesCut", t`lines lost, beyond one an operator`, innocents.linesCut),
      figure("missedCalls", t`benign calls missed`, innocents.missedCalls),
      figure("missedPayments", t`payments missed`, innocents.missedPayments),
    ]),
  ];
  return [
    byWeek(weeks, fromHour, "priceYuan", t`What does a set of cards cost gangs?`),
    byWeek(weeks, fromHour, "lossYuan", t`How much do victims lose, by week?`),
    weekTable(weeks),
    ...(fromHour === null ? [] : ofCrackdown),
    rows("cards", t`The trade`, { folded }, [
      figure("failedTransfers", t`transfers given up for want of an account`, statement.failedTransfers),
      figure("returnedTransfers", t`transfers stopped on a frozen account`, statement.returnedTransfers),
      figure("silentSlots", t`times that a gang had no SIM for a line`, statement.silentSlots),
      figure("linesAbroad", t`lines taken abroad instead`, statement.linesAbroad),
      figure("brokeGangs", t`gangs that went broke`, statement.broke),
    ]),
  ];
});

function byWeek(weeks: readonly Week[], fromHour: number | null, of: "priceYuan" | "lossYuan", title: Text): Stated {
  const line = (arm: "with" | "without"): [number, number][] =>
    weeks.flatMap((week): [number, number][] => (week[arm] === null ? [] : [[week.week + 1, week[arm][of]]]));
  return curves(`cards.${of}`, title, {
    x: { words: t`week`, unit: "count", min: 0 },
    y: { words: t`yuan`, unit: "yuan", min: 0 },
    lines: [
      { words: t`without the crackdown`, ink: "undefended", mark: "dotted", points: line("without") },
      { words: t`this run`, ink: "defended", mark: "solid", points: line("with") },
    ],
    rules: fromHour === null || weeks.length === 0 ? [] : [{ words: t`the crackdown begins`, x: fromHour / 168 }],
  });
}

/** `difference`: what the crackdown changed. */
function weekTable(weeks: readonly Week[]): Stated {
  const yuan = { unit: "yuan" } as const;
  const figures = [
    { id: "priceYuan", words: t`price of a set`, ...yuan },
    { id: "bidYuan", words: t`paid to holders for a set`, ...yuan },
    { id: "dealers", words: t`dealers at work`, unit: "number" },
    { id: "opened", words: t`sets opened by holders`, unit: "count" },
    { id: "sold", words: t`sets sold to gangs`, unit: "count" },
    { id: "contacts", words: t`contacts`, unit: "count" },
    { id: "episodes", words: t`episodes that began`, unit: "count" },
    { id: "lossYuan", words: t`lost by victims`, ...yuan },
    { id: "earnedYuan", words: t`earned by gangs`, ...yuan },
  ] as const;
  return table(
    "cards.weeks",
    t`By week`,
    {
      folded: true,
      notes: [t`difference: what the crackdown changed, 95 % over gangs. Prices and dealers are means over days.`],
    },
    columnsOf("count", { with: t`this run`, without: t`without the crackdown`, difference: t`difference` }),
    weeks.flatMap(({ week, with: ours, without, difference }) =>
      figures.map(({ id, words, unit }) => ({
        ...row(`${week}.*.${id}`, t`week ${week + 1}: ${words}`, ours[id], without?.[id], differenceOf(difference, id)),
        unit,
      })),
    ),
  );
}

function differenceOf(difference: Week["difference"], id: string) {
  return difference?.[id as keyof NonNullable<Week["difference"]>];
}
