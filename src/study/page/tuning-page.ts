/** A tuning as a page, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { TuningDocument } from "../tune/document.ts";
import { seedListWords } from "./difference-words.ts";
import { pooledWords } from "./pooled-words.ts";
import type { StudyPage } from "./study-page.ts";

export function tuningPage(document: TuningDocument): StudyPage {
  const tuning = printableDocument(document);
  const { scenario, seeds, heldOut, runs, settings, goalReached, figures, constraints, difference } = tuning;
  const broken = constraints.filter(({ tuned }) => !tuned.heldOut.isKept).length;
  return {
    title: `Tuning of ${scenario}`,
    kicker: "tuning",
    facts: `${counted(settings, "setting")} tried · ${counted(runs, "run")} · tuning seeds ${seedListWords(seeds)} · held-out seeds ${seedListWords(heldOut)}`,
    text: `On held-out seeds the goal (${goalReached.words}) changes by ${pooledWords(difference)}, seed by seed.`,
    caveats: [
      "What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.",
      broken > 0 ? `${counted(broken, "constraint")} that the tuning seeds keep is broken on held-out seeds.` : null,
      seeds.length < 2 || heldOut.length < 2 ? "One seed is one world: there are no intervals." : null,
    ],
    sections: [
      {
        id: "setting",
        title: "The setting",
        tables: [movedTable(tuning)],
      },
      {
        id: "figures",
        title: "Before, and tuned",
        tables: [
          {
            head: ["Figure", "before, tuning", "tuned, tuning", "before, held out", "tuned, held out"],
            rows: [goalReached, ...figures].map(({ words, before, tuned }) => [
              words,
              ...[before.tuning, tuned.tuning, before.heldOut, tuned.heldOut].map(pooledWords),
            ]),
            notes: [
              "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds.",
            ],
          },
        ],
      },
      ...(constraints.length === 0
        ? []
        : [
            {
              id: "constraints",
              title: "Constraints",
              tables: [
                {
                  head: ["Constraint", "tuning seeds", "held-out seeds"],
                  rows: constraints.map(({ constraint, tuned }) => [
                    constraint,
                    ...[tuned.tuning, tuned.heldOut].map(
                      (bound) => `${pooledWords(bound)}: ${bound.isKept ? "kept" : "broken"}`,
                    ),
                  ]),
                  notes: [],
                },
              ],
            },
          ]),
    ],
    reproduce: tuning.reproduce,
  };
}

export function movedTable({ over }: Pick<TuningDocument, "over">): ReportTable {
  return {
    head: ["Parameter", "from", "to", "before", "tuned"],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    notes: [],
  };
}
