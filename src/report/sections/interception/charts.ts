import { both, joined, type Text, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { type HeatCell, heatMapPicture } from "../../../ui/chart/heat-map.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { NOTHING, percentOf } from "../../figure-words.ts";
import { formatCount, NONE } from "../../format.ts";
import { LEVEL_NAMES, named } from "../names.ts";
import type { InterceptionFields } from "./schema.ts";

type Rows = InterceptionFields["interception"]["typologyByLevel"];

const NO_CONTACT: Localised = { en: "There was no fraud contact (n = 0).", zh: "没有诈骗接触（n = 0）。" };

export function heatChart({ interception: { typologyByLevel: rows } }: InterceptionFields): Chart {
  const isEmpty = rows.every((row) => [row.calls, ...row.messages].every(({ contacts }) => contacts === 0));
  return {
    id: "typologies",
    title: {
      en: "Which scripts get through, and how well are they disguised?",
      zh: "哪些话术漏过，伪装得多好？",
    },
    sentence: {
      en:
        "Per cent of fraud contacts that were intercepted: a row for each typology, calls first, then messages from the script as known (0) to " +
        "paraphrase (5). The stronger the colour, the more is intercepted; faint cells are what gets through; – where there was none.",
      zh: "被拦截的诈骗接触的百分比：每种诈骗类型一行，先电话，再按伪装程度列短信，从原样话术（0）到改写（5）。颜色越深，拦截越多；颜色浅的格子是漏过的；– 表示没有。",
    },
    legend: [],
    table: {
      head: [{ en: "Typology", zh: "诈骗类型" }, ...COLUMNS],
      rows: rows.map((row) => [named(row.name), ...cellsOf(row).map(({ words }) => words)]),
    },
    picture: isEmpty
      ? NO_CONTACT
      : heatMapPicture({
          columns: [COLUMNS[0]!, ...LEVEL_NAMES.map((_, level) => String(level))],
          rows: rows.map((row) => ({ name: named(row.name), cells: cellsOf(row) })),
          gapBefore: 1,
          heading: { en: "messages, by level of obfuscation", zh: "短信，按伪装程度" },
          colour: INK.blocked,
        }),
  };
}

const COLUMNS: readonly Text[] = [
  { en: "calls", zh: "电话" },
  ...LEVEL_NAMES.map((name, level) => both`${{ en: "messages", zh: "短信" }}, ${String(level)} ${name}`),
];

function cellsOf(row: Rows[number]): (HeatCell & { readonly words: Text })[] {
  const levels = LEVEL_NAMES.map((_, level) => row.messages[level] ?? { contacts: 0, intercepted: 0 });
  return [row.calls, ...levels].map(({ contacts, intercepted }, column) => {
    const place = both`${named(row.name)}, ${COLUMNS[column]!}`;
    if (contacts === 0) return { share: null, words: NONE, tip: joined([place, NOTHING], "\n") };
    const [share, of] = [percentOf(intercepted / contacts), formatCount(contacts)];
    const words = { en: `${share} of ${of}`, zh: `${of} 条中的 ${share}` };
    const tip = joined([place, { en: `${share} of ${of} intercepted`, zh: `${of} 条中拦截 ${share}` }], "\n");
    return { share: intercepted / contacts, words, tip };
  });
}
