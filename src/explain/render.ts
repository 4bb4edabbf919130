import { styleText } from "node:util";
import type { Edit } from "../detect/matcher/text-edits.ts";
import type { SeenOutcome } from "../detect/classifier/explain-outcome.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { MIN_SHOWN_SIMILARITY } from "../detect/matcher/explain-match.ts";
import { MIN_MATCH_UNITS } from "../detect/matcher/matcher.ts";
import { URL_SYMBOL } from "../detect/normaliser/normaliser.ts";
import { STAGES } from "../detect/screening.ts";
import { type Picture, type Stage, plainTitle } from "../detect/stage.ts";
import { printable } from "../core/terminal/printable.ts";
import { en } from "../ui/words.ts";
import { FORM_WORDS } from "./form-words.ts";
import type { Drawn, Explanation } from "./explanation.ts";
import { type Columns, proseStep, quotedStep } from "./step-lines.ts";

interface RenderOptions {
  /** Without, edits are marked [-so-]{+and so+}. */
  readonly colour?: boolean;
  /** Lines are broken beyond these columns; null: never. */
  readonly columns?: Columns;
  /** Assumptions about the caller; null: none. */
  readonly callerNote?: string | null;
}

/** Lines of text, one step after another; text from outside is made printable. */
export function renderExplanation(
  explanation: Explanation,
  { colour = false, columns = null, callerNote = null }: RenderOptions = {},
): string {
  const { event, stages } = explanation;
  const prose: Prose = (title, text) => proseStep(title, text, columns);
  const draw: { readonly [P in Picture]: (saw: Drawn[P], title: string) => string[] } = {
    lookUps: (probes, title) => renderLookUps(probes, title, prose),
    nearestText: (found, title) => renderNearest(found, title, prose, { colour, columns }),
    sum: (outcome) => renderOutcome(outcome, prose, colour),
  };
  const lines = [
    ...prose(
      "event",
      `${event.kind} from ${printable(event.caller)} (${FORM_WORDS[event.callerForm]}), by the ${event.route} network`,
    ),
    ...(callerNote === null ? [] : prose("", `(${callerNote})`)),
    ...(event.text === null ? [] : quotedStep("text", printable(event.text), columns)),
    ...STAGES.flatMap((stage) => {
      const { isOn, saw, picture, words } = stages[stage.name]!;
      if (picture !== undefined) return draw[picture](saw as never, plainTitle(stage));
      const text = isOn ? (words === null ? "none" : printable(en(words))) : offWords(stage);
      return prose(stage.name === CLASSIFY.name ? "verdict" : plainTitle(stage), text);
    }),
  ];
  return `${lines.join("\n")}\n`;
}

type Prose = (title: string, text: string) => string[];

function offWords({ name, needsPast, needsRecords }: Stage): string {
  if (name === CLASSIFY.name) return "allow: the stage that decides is off";
  if (needsRecords) return "off: nothing is on record of the caller";
  return needsPast ? "off: nothing is known of what the caller did before" : "off";
}

function renderLookUps(probes: Drawn["lookUps"], title: string, prose: Prose): string[] {
  const lines = probes.flatMap(({ of, key, probe, neighbours }, index) => {
    const answer = probe.listed
      ? "listed"
      : probe.filterSays
        ? "not listed (the filter alone said perhaps)"
        : "not listed";
    const words = probe.words.map(({ index: word, bits, set }) => {
      return `${word}:${(bits >>> 0).toString(16)} ${set ? "set" : "not set"}`;
    });
    const where = probe.block === null ? "" : ` block ${probe.block},`;
    const read = words.length === 0 ? "" : `; ${probe.engine} filter,${where} word:bits ${words.join(", ")}`;
    const beside = neighbours === 0 ? "" : `; listed in its block of 1,000 numbers: ${neighbours}`;
    return prose(index === 0 ? title : "", `${of} ${printable(key)}: ${answer}${beside}${read}`);
  });
  const hasFilter = probes.some(({ probe }) => probe.words.length > 0);
  return hasFilter ? [...lines, ...prose("", FILTER_NOTE)] : lines;
}

const FILTER_NOTE = "(word:bits, hexadecimal, is where the filter keeps the key; one not set proves it is not listed)";

function renderNearest(
  found: Drawn["nearestText"],
  title: string,
  prose: Prose,
  { colour, columns }: Pick<Required<RenderOptions>, "colour" | "columns">,
): string[] {
  if (found === null) return prose(title, "a call has no text");
  const { nearest, threshold } = found;
  const lines = quotedStep("normalised", showNormalised(found.normalised) || "(nothing is left)", columns);
  if (nearest === null) {
    const isShort = found.normalised.length < MIN_MATCH_UNITS;
    const reason = isShort ? "none: too short to tell one text from another" : "none: there are no scripts";
    return [...lines, ...prose(title, reason)];
  }
  const name = nearest.name === null ? "" : ` (${printable(nearest.name)})`;
  const verdict = nearest.matched
    ? `match, since ${threshold} is enough`
    : `no match, since ${threshold} would be needed`;
  const measure = `${nearest.similarity.toFixed(3)} = 1 - ${nearest.distance} / ${nearest.length}`;
  const edits =
    nearest.edits === null
      ? prose("  edits", `not shown below a similarity of ${MIN_SHOWN_SIMILARITY}: too little is alike`)
      : quotedStep("  edits", nearest.edits.map((edit) => showEdit(edit, colour)).join(""), columns);
  return [
    ...lines,
    ...prose(title, `nearest is script ${nearest.template + 1}${name}, similarity ${measure}: ${verdict}`),
    ...quotedStep("  script", printable(nearest.original), columns),
    ...edits,
  ];
}

function showEdit({ kind, text }: Edit, colour: boolean): string {
  const shown = showNormalised(text);
  if (kind === "same") return shown;
  if (!colour) return kind === "deleted" ? `[-${shown}-]` : `{+${shown}+}`;
  return paint(kind === "deleted" ? ["red", "strikethrough"] : ["green", "underline"], shown);
}

/** A normalised text has one symbol for a link, which no terminal can show. */
function showNormalised(text: string): string {
  return printable(text.replaceAll(String.fromCharCode(URL_SYMBOL), "‹link›"));
}

const NOT_ENACTED = "listed, but the operator of the person called did not block it by then, or never does";

const ADVICE = "the text alone never blocks until the model has a threshold of your own (train --benign)";

const NAME_WIDTH = 20;
const NAT_WIDTH = 8;

function renderOutcome(outcome: SeenOutcome, prose: Prose, colour: boolean): string[] {
  const { parts, score, risk, verdict, flagScore, blockScore, isAdvice } = outcome;
  const rows = parts.flatMap(({ name, weight }, index) => {
    return proseOf(index === 0 ? "evidence" : "", `${name.padEnd(NAME_WIDTH)}${nats(weight)}`);
  });
  const shown = colour ? paint(["bold", VERDICT_COLOURS[verdict]], verdict) : verdict;
  return [
    ...rows,
    ...prose("score", `${score} = ${(score / 100).toFixed(2)} nats of log-odds, the sum of the prior and the evidence`),
    ...(risk === null ? [] : prose("risk", risk.toFixed(4))),
    // Nothing else lets pass what screening would block (engine/enforcement.ts).
    ...(isAdvice ? prose("advice", ADVICE) : []),
    ...(verdict !== "block" && score >= blockScore && !isAdvice ? prose("passed", NOT_ENACTED) : []),
    ...proseOf("verdict", `${shown} (flag from ${nats(flagScore).trim()}, block from ${nats(blockScore).trim()})`),
  ];
}

/** Short and aligned, or painted: never broken. */
function proseOf(title: string, text: string): string[] {
  return proseStep(title, text, null);
}

const VERDICT_COLOURS = { allow: "green", flag: "yellow", block: "red" } as const;

type Format = "bold" | "underline" | "strikethrough" | "red" | "green" | "yellow";

/** The caller decides about colours, not this process's terminal. */
function paint(formats: readonly Format[], text: string): string {
  return styleText([...formats], text, { validateStream: false });
}

/** Hundredths of a nat, with their sign. */
function nats(weight: number): string {
  return `${weight < 0 ? "-" : "+"}${(Math.abs(weight) / 100).toFixed(2)}`.padStart(NAT_WIDTH);
}
