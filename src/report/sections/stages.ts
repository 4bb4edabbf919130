/** Which stage's evidence decided what, from the merged tally. */
import { sumOf } from "../../core/sum.ts";
import { STAGES as SCREENING } from "../../detect/screening.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG } from "../../event/findings.ts";
import { CELLS, CHANNELS, STAGE_MEASURES, STAGES, type Tally } from "../../metrics/tally.ts";
import { t, type Text } from "../../ui/words.ts";
import { columnsOf, row, section, type Stated, table } from "../statement.ts";

export const stages = section("stages", t`What each stage decided`, ({ tally }) => [
  decided(tally, "fraud", t`Whose evidence weighed most, on fraud?`),
  decided(tally, "benign", t`Whose evidence weighed most, on benign events?`),
  table(
    "stages",
    t`What each stage saw`,
    {
      folded: true,
      notes: [
        t`seen: the stage had evidence. decisive: blocked, and would have been let through had this stage been silent`,
      ],
    },
    columnsOf("count", { seen: t`seen`, blocked: t`blocked`, decisive: t`decisive` }),
    STAGES.flatMap(({ name }, stage) => [
      row(`${name}.fraud`, t`${stageTitle(name)}: ${t`fraud`}`, ...measures(tally, stage, 1)),
      row(`${name}.benign`, t`${stageTitle(name)}: ${t`benign`}`, ...measures(tally, stage, 0)),
    ]),
  ),
]);

const TITLES: ReadonlyMap<string, Text> = new Map(SCREENING.map(({ name, title }) => [name, title]));

/** A stage that this process does not have goes by its name. */
function stageTitle(stage: string): Text {
  return TITLES.get(stage) ?? stage;
}

const READING = t`Each event counts once, under the stage whose evidence weighed most. To weigh most is not yet to decide: evidence may weigh too little to block, or speak for an event.`;

/** Every event of a kind once. */
function decided({ columns }: Tally, kind: "fraud" | "benign", title: Text): Stated {
  const cell = kind === "fraud" ? 2 : 0;
  const size = CHANNELS.length * DECISIONS.length;
  const byStage = STAGES.map((_, stage) => {
    const at = (stage * CELLS + cell) * DECISIONS.length;
    return byDecision(columns.decided.subarray(at, at + size));
  });
  const rest = byDecision(columns[kind]).map(
    (all, decision) => all - sumOf(byStage.map((counts) => counts[decision]!)),
  );
  const order = [BLOCK, FLAG, ALLOW];
  return table(
    `decidedBy.${kind}`,
    title,
    { chart: "stacked", reading: READING },
    [
      { id: "blocked", words: t`blocked`, unit: "count", ink: "blocked" },
      { id: "flagged", words: t`flagged`, unit: "count", ink: "flagged" },
      { id: "allowed", words: t`allowed`, unit: "count", ink: "allowed" },
    ],
    [
      ...STAGES.map(({ name }, stage) => row(name, stageTitle(name), ...order.map((each) => byStage[stage]![each]))),
      row("none", t`no evidence`, ...order.map((each) => rest[each])),
    ],
  );
}

function byDecision(column: Float64Array): number[] {
  const sums = DECISIONS.map(() => 0);
  for (const [i, events] of column.entries()) sums[i % DECISIONS.length]! += events;
  return sums;
}

/** Events that a stage had evidence on, blocked with it, and would have let through if silent. */
function measures({ columns }: Tally, stage: number, fraud: number): number[] {
  const at = (stage * CELLS + 2 * fraud) * STAGE_MEASURES.length;
  return STAGE_MEASURES.map((_, measure) =>
    sumOf(CHANNELS.map((__, channel) => columns.stages[at + channel * STAGE_MEASURES.length + measure]!)),
  );
}
