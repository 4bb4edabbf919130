/** A model's card for people. */
import { statedScale } from "../../detect/learned/model.ts";
import { type ModelCard, OWN_ROWS } from "../../detect/learned/model-card.ts";
import { counted, formatCount } from "../../ui/format.ts";
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";

const MOVED =
  "these figures do not hold at the threshold of --benign: screen labelled messages that it was not trained on, " +
  "with --model, to see what it catches now";

type Figures = ModelCard["figures"]["byGroup"];

/** `isMoved`: the thresholds have changed since the figures were measured. */
export function renderModel(card: ModelCard, out: string, isMoved: boolean): string {
  const { trainedOn, figures, reads, scoresParts, limits, advice, base } = card;
  const labels = trainedOn.labels.map(
    ({ label, rows, fraud }) => `${printable(label)} ${formatCount(rows)}${fraud ? " (fraud)" : ""}`,
  );
  const what = ["grams", ...(reads.raw ? ["words and marks"] : []), ...(reads.sender ? ["the sender"] : [])].join(", ");
  const lines = [
    `trained on ${counted(trainedOn.rows, "message")}: ${formatCount(trainedOn.fraud)} fraud, ${formatCount(trainedOn.benign)} benign, ${counted(trainedOn.groups, "group")} of near-duplicates`,
    `labels: ${labels.join(", ")}`,
    `reads ${what}; ${scoresParts ? "heads and tails of a message count by themselves" : "a message counts as a whole"}`,
    ...(base === null ? [] : [`base: ${printable(base.name)} takes ${baseWords(base.share)}`]),
    `threshold: ${advice === null ? thresholdWords(card) : adviceWords(advice)}`,
    `${advice === null ? "as screen decides" : "were it to block"}, on messages that neither trained the scoring model nor set its threshold:`,
    `  by near-duplicate group   ${figureWords(figures.byGroup)}`,
    `  by text                   ${figureWords(figures.byText)}`,
    `  by text, no near-twin     ${figureWords(figures.byTextFresh)}`,
    ...(isMoved ? [MOVED] : []),
    ...(advice === null ? [] : [TO_DO]),
    ...limits.map((limit) => printable(limit)),
    `model: ${printable(out)}`,
  ];
  return `${lines.flatMap((line) => wrap(line, "")).join("\n")}\n`;
}

function thresholdWords(card: ModelCard): string {
  const { thresholds, figures } = card;
  const { blockedBenign, basis } = thresholds;
  const { slope, offset } = statedScale({ card });
  const [block, flag] = [thresholds.block, thresholds.flag].map((score) => (slope * score + offset).toFixed(3));
  const best = blockedBenign === null ? ["where fraud is as likely as not"] : [];
  const aim = [...best, ...promiseWords(thresholds)].join(", ");
  const { benignBlocked, benignFlagged } = figures.byGroup;
  const found = `; measured by group: ${percentWords(benignBlocked)} and ${percentWords(benignFlagged)}`;
  return `blocked from model score ${block}, flagged from ${flag}: set ${aim}, on ${printable(basis)}${basis === OWN_ROWS ? found : ""}`;
}

const TO_DO =
  "to block by the text, set a threshold: train --base this model --benign FILE with 500 messages of your own or more, " +
  "which need no labels; or label more (ringfence label)";

function adviceWords({ flag, basis }: NonNullable<ModelCard["advice"]>): string {
  const ranks = "the model only ranks messages";
  return `${flag === null ? ranks : `advice only, flagged from model score ${flag.toFixed(3)}`}; set on ${printable(basis)}`;
}

function baseWords(share: number): string {
  return share === 0
    ? "no part: no weight of it told rows that were held out better apart"
    : `part: its weights count ${share} times, as rows that were held out like best`;
}

function figureWords({ caught, benignBlocked, benignFlagged, mcc }: Figures): string {
  const rate = ({ value, low, high, n }: Figures["caught"]): string =>
    value === null
      ? `none of ${n}`
      : `${percent(value)} % (${percent(low!)} to ${percent(high!)}, n = ${formatCount(n)})`;
  return `caught ${rate(caught)}, benign blocked ${rate(benignBlocked)}, flagged or blocked ${percentWords(benignFlagged)}, MCC ${mcc === null ? "-" : mcc.toFixed(3)}`;
}

function percentWords({ value }: Figures["caught"]): string {
  return value === null ? "-" : `${percent(value)} %`;
}

function percent(value: number): string {
  return (100 * value).toFixed(value < 0.1 ? 2 : 1);
}

export function promiseWords(shares: Record<"blockedBenign" | "flaggedBenign", number | null>): string[] {
  const { blockedBenign: blocked, flaggedBenign: flagged } = shares;
  return [
    ...(blocked === null ? [] : [`for ${shareWords(blocked)} of benign messages blocked`]),
    ...(flagged === null ? [] : [`for ${shareWords(flagged)} flagged or blocked`]),
  ];
}

export function shareWords(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
