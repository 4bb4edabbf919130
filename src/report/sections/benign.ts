/** Whom blocking hurts: benign events by class. */
import { sumOf } from "../../core/sum.ts";
import { BLOCK, DECISIONS, FLAG } from "../../event/findings.ts";
import { BENIGN_CLASSES } from "../../event/taxonomy.ts";
import { blockedRate } from "../../metrics/false-positive-rate.ts";
import { scaleClusteredRate } from "../../metrics/rates.ts";
import { benignCell, BOTH_CHANNELS, CALLS, MESSAGES, type Tally } from "../../metrics/tally.ts";
import type { MarkCounts } from "../../record/complaint.ts";
import { MEMBERS, type Member } from "../../record/line-group.ts";
import { t, type Text, word } from "../../ui/words.ts";
import { falseInterception } from "../screening-rates.ts";
import { columnsOf, figure, row, rows, section, type Stated, table } from "../statement.ts";

export const benign = section("harm", t`Benign events blocked`, ({ tally, loop }) => [
  rows("rates", t`Benign events blocked, of 10,000`, { unit: "per10000", summary: true }, [
    figure("falseInterceptionCalls", t`calls`, falseInterception(tally, CALLS)),
    figure("falseInterceptionMessages", t`messages`, falseInterception(tally, MESSAGES)),
    figure("falseInterception", t`both`, falseInterception(tally)),
  ]),
  byClass(tally),
  marked(loop.marks),
  ...(loop.groups ? [inGroups(loop.groups)] : []),
]);

const cells = (counts: readonly number[]) => [counts[BLOCK], counts[FLAG], sumOf(counts)];

function byClass(tally: Tally): Stated {
  const found = BENIGN_CLASSES.map((name, index) => {
    const counts = countsOf(tally, index);
    return { name, counts, rate: scaleClusteredRate(blockedRate(tally, index, sumOf(counts)), 10_000) };
  }).toSorted((a, b) => (b.rate.value ?? -1) - (a.rate.value ?? -1));
  const all = DECISIONS.map((_, decision) => sumOf(found.map(({ counts }) => counts[decision]!)));
  return table(
    "benign",
    t`Whom does it hurt?`,
    {
      chart: "intervals",
      reading: t`Benign calls and messages blocked, of 10,000 of their class, the most first. Bars are 95 % intervals over callers and over texts, which stand and fall together. A class of which few callers or texts were hit has none: they may be no sample of all.`,
    },
    [
      { id: "interceptedPer10000", words: t`of 10,000`, unit: "number", ink: "benign" },
      ...columnsOf("count", { intercepted: t`blocked`, flagged: t`flagged`, total: t`events` }),
    ],
    [
      ...found.map(({ name, rate, counts }) => row(`byClass.${name}`, word(name), rate, ...cells(counts))),
      row("", t`all`, scaleClusteredRate(falseInterception(tally), 10_000), ...cells(all)),
    ],
  );
}

/** Of a class, by decision. */
function countsOf({ columns: { benign: counted } }: Tally, benignClass: number): number[] {
  return DECISIONS.map((_, decision) =>
    sumOf(BOTH_CHANNELS.map((channel) => counted[benignCell(benignClass, channel) + decision]!)),
  );
}

function marked({ fraud, byClass: benignMarks }: MarkCounts): Stated {
  const found = [["fraud", fraud] as const, ...BENIGN_CLASSES.map((name) => [name, benignMarks[name]] as const)];
  return table(
    "benign.marked",
    t`Reported after an answered call`,
    { folded: true, notes: [t`By people whom no gang had engaged.`] },
    columnsOf("count", { marks: t`reports`, numbers: t`distinct numbers` }),
    found.map(([name, { marks, numbers }]) => row(name, word(name), marks, numbers)),
  );
}

const WHOSE: Readonly<Record<Member, Text>> = {
  gang: t`a gang's`,
  seller: t`its holder sold other numbers to a gang`,
  misused: t`a gang misused the name of its holder`,
  device: t`a gang's device has the identity of its telephone`,
  mistake: t`no number of the group was a gang's`,
};

function inGroups(numbers: Readonly<Record<Member, number>>): Stated {
  const figures = MEMBERS.map((each) => figure(each, WHOSE[each], numbers[each]));
  return rows("benign.groups", t`Numbers that operators blocked by holder or device`, {}, figures);
}
