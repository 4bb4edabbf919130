/** Sensitivity as a page and in a terminal: what success and other rates gain or lose when a parameter moves. */
import { both, joined, type Text, type Words } from "../../core/words.ts";
import { counted, formatCount, formatPercent, formatPercentInterval, NONE } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import { type Change, CHANGES, FACTORS, type Sensitivity, type SensitivityFigure } from "../sensitivity.ts";
import { seedsAndRuns } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

type Row = Sensitivity["rows"][number];
const OTHERS = ["reach", "accuracy", "coverage"] as const;
const OTHER_WORDS = {
  reach: { en: "reach", zh: "送达率" },
  accuracy: { en: "accuracy", zh: "命中率" },
  coverage: { en: "coverage", zh: "覆盖率" },
} as const;
const CHANGE_WORDS: Readonly<Record<Change, Words>> = {
  halved: { en: "halved", zh: "减半" },
  doubled: { en: "doubled", zh: "加倍" },
};

/** Behind a value that could not go all the way to the half or the double. */
const CUT_SHORT = "*";

/**
 * Whether a value stopped before the half or the double: at the end of its range, at a neighbour that it must not pass,
 * or at a whole number.
 */
function isCutShort(row: Row, change: Change): boolean {
  const moved = row[change];
  return moved !== null && moved.value !== row.value * FACTORS[change];
}

/** Behind a change of success that one person more or less makes. */
const ONE_PERSON = "~";

/** Rates over small numbers do not come out even in binary. */
const ROUNDING = 1e-9;

/** Whether success moved, and by no more than one person is of those whom it is over. */
function isOnePerson(row: Row, change: Change, base: Sensitivity["base"]): boolean {
  const moved = difference(row, change, base, "success");
  if (moved === null || moved === 0) return false;
  const n = Math.min(base.success.n, row[change]!.success.n);
  return Math.abs(moved) <= 1 / n + ROUNDING;
}

/** The greatest effect on success first; in the order of the list where two are alike. */
export function sensitivityTables(document: Sensitivity): [success: ReportTable, others: ReportTable] {
  const { base, rows } = document;
  const room = isAny(rows, (row, change) => isOnePerson(row, change, base)) ? ONE_PERSON.length : 0;
  const ordered = rows.toSorted((a, b) => largestEffect(b, base) - largestEffect(a, base));
  const success = {
    head: [
      { en: "Sensitivity of success", zh: "成功率的敏感度" },
      { en: "value", zh: "取值" },
      { en: "halved", zh: "减半" },
      { en: "points", zh: "百分点" },
      { en: "doubled", zh: "加倍" },
      { en: "points", zh: "百分点" },
    ],
    rows: ordered.map((row) => [
      row.parameter,
      formatValue(row.value),
      ...CHANGES.flatMap((change) => [valueCell(row, change), successCell(row, change, base, room)]),
    ]),
    notes: notes(document),
  };
  const others = {
    head: [
      { en: "The other rates, points", zh: "其他比率，百分点" },
      "",
      ...OTHERS.map((figure) => OTHER_WORDS[figure]),
    ],
    rows: ordered.map((row) => {
      const moved = CHANGES.filter((change) => row[change] !== null);
      return [
        row.parameter,
        joined(
          moved.map((change) => CHANGE_WORDS[change]),
          "\n",
        ),
        ...OTHERS.map((figure) => moved.map((change) => pointsCell(row, change, base, figure, 1)).join("\n")),
      ];
    }),
    notes: othersNotes(document),
  };
  return [success, others];
}

function isAny(rows: readonly Row[], holds: (row: Row, change: Change) => boolean): boolean {
  return rows.some((row) => CHANGES.some((change) => holds(row, change)));
}

function largestEffect(row: Row, base: Sensitivity["base"]): number {
  return Math.max(...CHANGES.map((change) => Math.abs(difference(row, change, base, "success") ?? 0)));
}

/** Between two shares; null where one is over nothing. */
function difference(row: Row, change: Change, base: Sensitivity["base"], figure: SensitivityFigure): number | null {
  const moved = row[change]?.[figure].value ?? null;
  const here = base[figure].value;
  return moved === null || here === null ? null : moved - here;
}

/** Where the value cannot move: so are its cells, here and below. */
function isEmpty(row: Row, change: Change): boolean {
  return row[change] === null;
}

function valueCell(row: Row, change: Change): string {
  const moved = row[change];
  return moved === null ? "" : `${formatValue(moved.value)}${isCutShort(row, change) ? CUT_SHORT : " "}`;
}

/** With `room` for the mark, where any cell of the table has it. */
function successCell(row: Row, change: Change, base: Sensitivity["base"], room: number): string {
  const mark = isOnePerson(row, change, base) ? ONE_PERSON : "";
  return pointsCell(row, change, base, "success", 2) + mark.padEnd(room);
}

function pointsCell(
  row: Row,
  change: Change,
  base: Sensitivity["base"],
  figure: SensitivityFigure,
  digits: number,
): string {
  return row[change] === null ? "" : formatPoints(difference(row, change, base, figure), digits);
}

/** At most four digits that count: 0.0168, 14, 125.5. */
function formatValue(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 0.0123 as "+1.23"; what rounds to nothing has no sign. */
function formatPoints(share: number | null, digits: number): string {
  if (share === null) return NONE;
  const points = (share * 100).toFixed(digits);
  if (Number(points) === 0) return (0).toFixed(digits);
  return share > 0 ? `+${points}` : points;
}

function notes(sensitivity: Sensitivity): Text[] {
  const { rows } = sensitivity;
  const { success } = sensitivity.base;
  const [here, n, person] = [formatPercent(success), formatCount(success.n), onePersonIs(success.n)];
  return [
    {
      en: `points: of success, here ${here} (n ${n})${person.en}`,
      zh: `百分点：指成功率，本次为 ${success.value === null ? "无" : here}（n ${n}）${person.zh}`,
    },
    ...(isAny(rows, (row, change) => isOnePerson(row, change, sensitivity.base))
      ? [
          {
            en: `${ONE_PERSON} one person or less: says nothing, nor does the order of such rows`,
            zh: `${ONE_PERSON} 不超过一个人：什么也说明不了，这些行的次序也一样`,
          },
        ]
      : []),
    ...(success.value === null ? [] : [luckNote(sensitivity)]),
    ...(isAny(rows, isCutShort)
      ? [
          {
            en: `${CUT_SHORT} not as far as half or twice: at the end of its range, at a neighbour that it must not pass, or at a whole number`,
            zh: `${CUT_SHORT} 不到一半或两倍：已到范围的尽头、遇到不能越过的邻近参数，或只能取整数`,
          },
        ]
      : []),
    ...(isAny(rows, isEmpty) ? [{ en: "A value is empty where it cannot move.", zh: "不能变动的取值为空。" }] : []),
    {
      en: `${counted(sensitivity.seeds.length, "seed")}, one parameter at a time, all else as it is: nothing on two parameters together, or on which values are true.`,
      zh: `${formatCount(sensitivity.seeds.length)} 个种子，每次一个参数，其余不变：对两个参数一起变、哪些取值为真，什么也没有说。`,
    },
  ];
}

/** Nothing where it is no point to two digits, or nobody. */
function onePersonIs(n: number): Words {
  const points = n === 0 ? "0" : (100 / n).toFixed(2);
  if (Number(points) === 0) return { en: "", zh: "" };
  return { en: `; one person is ${points}`, zh: `；一个人相当于 ${points}` };
}

/** Of the changes that moved success, how many leave it where chance may put it. */
function luckNote({ base, rows }: Sensitivity): Words {
  const { low, high } = base.success;
  if (low === null || high === null) {
    return {
      en: "too few gangs for an interval: any difference may be luck",
      zh: "团伙太少，没有区间：任何差别都可能只是偶然",
    };
  }
  const moved = rows.flatMap((row) =>
    CHANGES.flatMap((change) => row[change]?.success.value ?? []).filter((value) => value !== base.success.value),
  );
  if (moved.length === 0) return { en: "nothing moved it", zh: "没有什么使它变动" };
  const within = moved.filter((value) => low <= value && value <= high).length;
  const interval = formatPercentInterval({ low, high }, 1);
  const all = `the ${counted(moved.length, "change")} that moved it`;
  const luck = within === 0 ? "" : ": they may be luck";
  return {
    en: `${formatCount(within)} of ${all} stay within its interval (${interval})${luck}`,
    zh: `使它变动的 ${formatCount(moved.length)} 个改动中，${formatCount(within)} 个仍在其区间内（${interval}）${within === 0 ? "" : "：可能只是偶然"}`,
  };
}

function othersNotes({ base }: Sensitivity): Text[] {
  const here = OTHERS.map((figure) => {
    const value = base[figure].value === null ? NONE_WORDS : formatPercent(base[figure]);
    return both`${OTHER_WORDS[figure]} ${value} (n ${formatCount(base[figure].n)})`;
  });
  return [
    joined([{ en: "here", zh: "本次" }, joined(here, ", ")], ": "),
    {
      en: "Their intervals, and the intervals of each row, are in sensitivity.json.",
      zh: "它们的区间和每行的区间在 sensitivity.json 中。",
    },
  ];
}

const NONE_WORDS: Words = { en: NONE, zh: "无" };

export function sensitivityPage(document: Sensitivity): StudyPage {
  const sensitivity = printableDocument(document);
  const { scenario, seeds, runs, reproduce } = sensitivity;
  return {
    title: { en: `What ${scenario} depends on`, zh: `${scenario} 取决于什么` },
    kicker: { en: "sensitivity", zh: "敏感度" },
    facts: seedsAndRuns(seeds, runs, { en: "one parameter at a time", zh: "每次一个参数" }),
    text: {
      en: "Each parameter was halved and doubled, and all else, the luck too, stayed as it is.",
      zh: "每个参数减半、加倍，其余一切不变，运气也不变。",
    },
    caveats: [
      { en: "Two parameters may act together: a sweep shows it.", zh: "两个参数可能共同起作用：用 sweep 可以看到。" },
      { en: "Nothing here says which values are true.", zh: "这里没有说哪些取值为真。" },
      seeds.length < 2
        ? {
            en: "One seed is one world: nothing on other worlds.",
            zh: "一个种子就是一个世界：对别的世界什么也没有说。",
          }
        : null,
    ],
    sections: [
      {
        id: "sensitivity",
        title: { en: "Sensitivity", zh: "敏感度" },
        tables: sensitivityTables(sensitivity),
      },
    ],
    reproduce,
  };
}
