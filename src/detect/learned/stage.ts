/** The stage `learned`: does the text read like fraud that was seen before, even in other words? */
import { t } from "../../ui/words.ts";
import { assert } from "../../core/assert.ts";
import type { StageOf } from "../stage.ts";
import { explainLearned, type SeenLearned, seenLearned } from "./explain-learned.ts";
import { GRADE_COLUMNS, gradesFound, GRADES, LIKELY, LIKE_BENIGN, SURE } from "./found.ts";
import type { LearnedModel } from "./model.ts";
import { type LearnedTable, learnedTable, scoreMessages } from "./score-messages.ts";

export const LEARNED = {
  name: "learned",
  title: t`Learned text`,
  question: t`Does it read like fraud seen before?`,
  summary: "Texts by a model that was trained on labelled messages; off where no model is given.",
  columns: GRADE_COLUMNS,
  evidence: {
    learnedSure: { weight: 620, words: t`model: above its threshold`, ofText: "judged" },
    learnedLikely: { weight: 320, words: t`model: likely fraud`, ofText: "judged" },
    learnedBenign: {
      weight: -100,
      words: t`model: reads like benign messages`,
      ofText: "judged",
    },
  },
  readEvidence: (_events, findings, _settings, bitOf) => {
    const { grade } = gradesFound(findings);
    const bits = new Uint32Array(8);
    bits[SURE] = bitOf("learnedSure");
    bits[LIKELY] = bitOf("learnedLikely");
    bits[LIKE_BENIGN] = bitOf("learnedBenign");
    return (row) => bits[grade[row]!]!;
  },
  attacher: (normaliser) => {
    let last: LearnedTable | undefined;
    return {
      attach: (handle) => {
        assert(normaliser !== null, "the stage learned needs a normaliser");
        if (last?.model.weights.buffer !== handle.weights.buffer) last = learnedTable(handle, normaliser);
        return last;
      },
    };
  },
  screen: scoreMessages,
  context: learnedTable,
  saw: (events, findings, row, { context }) => seenLearned(events, findings, row, context),
  explain: (_events, _findings, _row, saw) => saw && explainLearned(saw),
  found: (_, findings, row) => {
    const { grade, logOdds } = gradesFound(findings);
    return { grade: GRADES[grade[row]!]!, logOdds: logOdds[row]! };
  },
  fields: [
    {
      name: "learned_grade",
      type: "string",
      ofTexts: true,
      of: (findings, row) => GRADES[gradesFound(findings).grade[row]!]!,
    },
    {
      name: "learned_log_odds",
      type: "int32",
      ofTexts: true,
      of: (findings, row) => gradesFound(findings).logOdds[row]!,
    },
  ],
} as const satisfies StageOf<LearnedModel, LearnedTable, SeenLearned, LearnedTable>;
