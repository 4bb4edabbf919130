/** Who lost money, and how much: the first figures of a run. */
import { peopleLost } from "../../metrics/people-lost.ts";
import type { LoopInput } from "../../metrics/loop-input.ts";
import { t, type Text } from "../../ui/words.ts";
import { row, section, table } from "../statement.ts";

export const LEFT_OUT = t`Paired runs were left out: what defences avoided is unknown`;

/** Banks hold transfers in that arm too. */
export function interceptionWords({ banks }: LoopInput): Text {
  return banks ? t`interception and banks alone` : t`interception alone`;
}

export const people = section("people", t`Who lost money`, ({ loop, tally }) => {
  const found = peopleLost(loop, tally.handle.gangs);
  const { withoutDefences, interceptionAlone, withDefences, avoided, savedByWarnings } = found;
  const all = [
    ["withoutDefences", t`without defences`, withoutDefences],
    ["interceptionAlone", interceptionWords(loop), interceptionAlone],
    ["withDefences", t`all defences`, withDefences],
    ["avoided", t`avoided by all defences`, avoided],
    ["savedByWarnings", t`saved by warnings`, savedByWarnings],
  ] as const;
  const isPaired = withoutDefences !== null && interceptionAlone !== null;
  return [
    table(
      "peopleLost",
      t`Who lost money`,
      {
        summary: true,
        notes: [
          t`The same people with the same luck in each row, each counted once, even if several gangs rob them. 95 %: where the figure would lie if the gangs were drawn again`,
          ...(isPaired ? [] : [LEFT_OUT]),
        ],
      },
      [
        { id: "people", words: t`people`, unit: "count" },
        { id: "yuan", words: t`yuan`, unit: "yuan" },
      ],
      all.flatMap(([id, words, lost]) => (lost === null ? [] : [row(id, words, lost.people, lost.yuan)])),
    ),
  ];
});
