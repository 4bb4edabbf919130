import { joined, t, word, type Text } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { type HeatCell, heatMapPicture } from "../../../ui/chart/heat-map.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { NOTHING, percentOf } from "../../figure-words.ts";
import { formatCount, NONE } from "../../format.ts";
import { LEVEL_NAMES } from "../names.ts";
import type { InterceptionFields } from "./schema.ts";

type Rows = InterceptionFields["interception"]["typologyByLevel"];

const NO_CONTACT = t`There was no fraud contact (n = 0).`;

export function heatChart({ interception: { typologyByLevel: rows } }: InterceptionFields): Chart {
  const isEmpty = rows.every((row) => [row.calls, ...row.messages].every(({ contacts }) => contacts === 0));
  return {
    id: "typologies",
    title: t`Which scripts get through, and how well are they disguised?`,
    sentence: t`Per cent of fraud contacts that were intercepted: a row for each typology, calls first, then messages from the script as known (0) to paraphrase (5). The stronger the colour, the more is intercepted; faint cells are what gets through; – where there was none.`,
    legend: [],
    table: {
      head: [t`Typology`, ...COLUMNS],
      rows: rows.map((row) => [word(row.name), ...cellsOf(row).map(({ words }) => words)]),
    },
    picture: isEmpty
      ? NO_CONTACT
      : heatMapPicture({
          columns: [COLUMNS[0]!, ...LEVEL_NAMES.map((_, level) => String(level))],
          rows: rows.map((row) => ({ name: word(row.name), cells: cellsOf(row) })),
          gapBefore: 1,
          heading: t`messages, by level of obfuscation`,
          colour: INK.blocked,
        }),
  };
}

const COLUMNS: readonly Text[] = [t`calls`, ...LEVEL_NAMES.map((name, level) => t`messages, ${String(level)} ${name}`)];

function cellsOf(row: Rows[number]): (HeatCell & { readonly words: Text })[] {
  const levels = LEVEL_NAMES.map((_, level) => row.messages[level] ?? { contacts: 0, intercepted: 0 });
  return [row.calls, ...levels].map(({ contacts, intercepted }, column) => {
    const place = t`${word(row.name)}, ${COLUMNS[column]!}`;
    if (contacts === 0) return { share: null, words: NONE, tip: joined([place, NOTHING], "\n") };
    const [share, of] = [percentOf(intercepted / contacts), formatCount(contacts)];
    const words = t`${share} of ${of}`;
    const tip = joined([place, t`${share} of ${of} intercepted`], "\n");
    return { share: intercepted / contacts, words, tip };
  });
}
