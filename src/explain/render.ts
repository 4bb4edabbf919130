/** An explanation as lines of a terminal: each step with its title, on as many lines as needed. */
import { styleText } from "node:util";
import wrapAnsi, { type Options } from "wrap-ansi";
import { printable } from "../core/terminal/printable.ts";
import { type SeenOutcome, CLASSIFY } from "../detect/classifier/stage.ts";
import type { Edit } from "../detect/matcher/text-edits.ts";
import { URL_SYMBOL } from "../detect/normaliser/normaliser.ts";
import { STAGES } from "../detect/screening.ts";
import { type Picture, plainTitle, type Stage } from "../detect/stage.ts";
import type { IdentityForm } from "../event/identity.ts";
import { en, type Text } from "../ui/words.ts";
import type { Drawn, Explanation } from "./explanation.ts";
import { lookUpWords, matchWords, nats, NO_EDITS, NO_SCRIPT, NO_TEXT, scoreWords } from "./picture-words.ts";
import type { EventTruth } from "./run-event.ts";
import { truthFacts } from "./truth-facts.ts";

/** Columns of the terminal; null where there is none, and a step is one line. */
type Columns = number | null;

interface RenderOptions {
  /** Without, edits are marked [-so-]{+and so+}. */
  readonly colour?: boolean;
  readonly columns?: Columns;
  /** Assumptions about the caller; null: none. */
  readonly callerNote?: string | null;
}

/** In words that follow "a number". */
const FORM_WORDS: Readonly<Record<IdentityForm, string>> = {
  plain: "as dialled",
  areaCode: "with 0 and an area code in front",
  doubleZero: "with 00 in front",
  plus: "with + in front",
  port: "a 106 port of a message gateway",
  alphanumeric: "a name",
  opaque: "no number and no name",
  withheld: "not shown",
};

/** Lines of text, one step after another; text from outside is made printable. */
export function renderExplanation(
  { event, stages }: Explanation,
  { colour = false, columns = null, callerNote = null }: RenderOptions = {},
): string {
  const prose = (title: string, text: Text): string[] => proseStep(title, en(text), columns);
  const draw: { readonly [P in Picture]: (saw: Drawn[P], title: string) => string[] } = {
    lookUps: (probes, title) =>
      probes.flatMap((one, at) => prose(at === 0 ? title : "", lookUpWords(one, printable(one.key)))),
    nearestText: (found, title) => renderNearest(found, title, colour, columns),
    sum: (outcome) => renderOutcome(outcome, colour, columns),
  };
  const form = FORM_WORDS[event.callerForm];
  const lines = [
    ...prose("event", `${event.kind} from ${printable(event.caller)} (${form}), by the ${event.route} network`),
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

/** The truth of an event of a run as text. `isBlocked`: by its verdict. */
export function renderTruth(truth: EventTruth, isBlocked: boolean, columns: Columns): string {
  const facts = truthFacts(truth, truth.fraud ? truth.outcome : null, isBlocked);
  const lines = facts.flatMap(([title, text], at) => {
    const isSame = at > 0 && en(facts[at - 1]![0]) === en(title);
    return proseStep(isSame ? "" : en(title), en(text), columns);
  });
  return `${["The truth, which screening does not know:", ...lines].join("\n")}\n`;
}

const TITLE_WIDTH = 13;
/** In less room nothing can be read; the terminal breaks lines then. */
const MIN_ROOM = 10;

/** Words of ours: broken between words, and within one that is too long. */
export function proseStep(title: string, text: string, columns: Columns): string[] {
  return stepOf(title, text, columns, { hard: true });
}

/** A text from outside, which may have no words: broken anywhere. */
export function quotedStep(title: string, text: string, columns: Columns): string[] {
  return stepOf(title, text, columns, { hard: true, wordWrap: false, trim: false });
}

function stepOf(title: string, text: string, columns: Columns, options: Options): string[] {
  const lines =
    columns === null ? [text] : wrapAnsi(text, Math.max(MIN_ROOM, columns - TITLE_WIDTH), options).split("\n");
  return lines.map((line, at) => `${at === 0 ? title : ""} `.padEnd(TITLE_WIDTH) + line);
}

function offWords({ name, needsPast, needsRecords }: Stage): string {
  if (name === CLASSIFY.name) return "allow: the stage that decides is off";
  if (needsRecords) return "off: nothing is on record of the caller";
  return needsPast ? "off: nothing is known of what the caller did before" : "off";
}

function renderNearest(found: Drawn["nearestText"], title: string, colour: boolean, columns: Columns): string[] {
  if (found === null) return proseStep(title, en(NO_TEXT), columns);
  const { nearest, threshold, normalised } = found;
  const compared = quotedStep("normalised", showNormalised(normalised) || "(nothing is left)", columns);
  if (nearest === null) return [...compared, ...proseStep(title, en(NO_SCRIPT), columns)];
  const { template, name, original, edits } = nearest;
  const script = `script ${template + 1}${name === null ? "" : ` (${printable(name)})`}`;
  return [
    ...compared,
    ...proseStep(title, `nearest is ${script}. ${en(matchWords(nearest, threshold))}`, columns),
    ...quotedStep("  script", printable(original), columns),
    ...(edits === null
      ? proseStep("  edits", en(NO_EDITS), columns)
      : quotedStep("  edits", edits.map((edit) => showEdit(edit, colour)).join(""), columns)),
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
const VERDICT_COLOURS = { allow: "green", flag: "yellow", block: "red" } as const;

function renderOutcome(outcome: SeenOutcome, colour: boolean, columns: Columns): string[] {
  const { parts, score, verdict, blockScore, isAdvice } = outcome;
  const shown = colour ? paint(["bold", VERDICT_COLOURS[verdict]], verdict) : verdict;
  // Short and aligned, or painted: never broken.
  const aligned = (title: string, text: string): string[] => proseStep(title, text, null);
  return [
    ...parts.flatMap(({ name, weight }, at) =>
      aligned(at === 0 ? "evidence" : "", `${name.padEnd(NAME_WIDTH)}${nats(weight).padStart(NAT_WIDTH)}`),
    ),
    ...aligned("score", `${nats(score)} nats of log-odds, the sum of the prior and the evidence`),
    // Nothing else lets pass what screening would block (engine/enforcement.ts).
    ...(isAdvice ? proseStep("advice", ADVICE, columns) : []),
    ...(verdict !== "block" && score >= blockScore && !isAdvice ? proseStep("passed", NOT_ENACTED, columns) : []),
    ...aligned("verdict", `${shown} (${en(scoreWords(outcome))})`),
  ];
}

type Format = "bold" | "underline" | "strikethrough" | "red" | "green" | "yellow";

/** The caller decides about colours, not this process's terminal. */
function paint(formats: readonly Format[], text: string): string {
  return styleText([...formats], text, { validateStream: false });
}
