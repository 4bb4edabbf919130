/** An explanation as text for people. */
import { styleText } from "node:util";
import { MIN_MATCH_UNITS } from "../detect/matcher/matcher.ts";
import { URL_SYMBOL } from "../detect/matcher/normaliser.ts";
import { counted } from "../report/format.ts";
import { printable } from "../terminal/printable.ts";
import { FORM_WORDS } from "../explain/form-words.ts";
import type { Explanation, Imitation, MatchStep, OutcomeStep, ProbedKey } from "../explain/explanation.ts";
import { type Edit, MIN_SHOWN_SIMILARITY } from "../explain/text-edits.ts";
import { type Columns, type Piece, piecesStep, proseStep, quotedStep } from "./step-lines.ts";

export interface RenderOptions {
  /** Colours for a terminal; without, edits are marked [-so-]{+and so+}. */
  readonly colour?: boolean;
  /** Columns of the terminal, beyond which lines are broken; null: as long as they come. */
  readonly columns?: Columns;
  /** What was assumed of the caller; null: nothing. */
  readonly callerNote?: string | null;
}

const OFF = "off";
/** Of the stages that read messages, which are neither off nor find nothing. */
const NOT_OF_CALLS = "a call has no text";

/** Lines of text, one step after another; everything from outside is made printable. */
export function renderExplanation(
  explanation: Explanation,
  { colour = false, columns = null, callerNote = null }: RenderOptions = {},
): string {
  const { event, behaviour } = explanation;
  const prose = (title: string, text: string): string[] => proseStep(title, text, columns);
  const lines = [
    ...prose(
      "event",
      `${event.kind} from ${printable(event.caller)} (${FORM_WORDS[event.callerForm]}), by the ${event.route} network`,
    ),
    ...(callerNote === null ? [] : prose("", `(${callerNote})`)),
    ...(event.text === null ? [] : quotedStep("text", printable(event.text), columns)),
    ...prose("links", renderLinks(explanation)),
    ...renderBlocklist(explanation.blocklist, prose),
    ...prose("look-alike", renderLookalike(explanation.lookalike)),
    ...(event.kind === "call"
      ? prose("text match", NOT_OF_CALLS)
      : renderMatch(explanation.match, prose, { colour, columns })),
    ...prose("behaviour", renderBehaviour(behaviour)),
    ...explanation.others.flatMap(({ title, found }) =>
      prose(title.en.toLowerCase(), found === null ? "none" : printable(found.en)),
    ),
    ...renderOutcome(explanation.outcome, prose, colour),
  ];
  return `${lines.join("\n")}\n`;
}

type Prose = (title: string, text: string) => string[];

function renderLinks({ event, links }: Explanation): string {
  if (event.kind === "call") return NOT_OF_CALLS;
  return links.found === 0 ? "none" : `${links.found}: ${links.hosts.map((host) => printable(host)).join(", ")}`;
}

function renderBlocklist(probes: readonly ProbedKey[] | null, prose: Prose): string[] {
  if (probes === null) return prose("blocklist", OFF);
  const lines = probes.flatMap(({ of, key, probe }, index) => {
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
    return prose(index === 0 ? "blocklist" : "", `${of} ${printable(key)}: ${answer}${read}`);
  });
  const hasFilter = probes.some(({ probe }) => probe.words.length > 0);
  return hasFilter ? [...lines, ...prose("", FILTER_NOTE)] : lines;
}

const FILTER_NOTE = "(word:bits, hexadecimal, is where the filter keeps the key; one not set proves it is not listed)";

function renderLookalike(lookalike: Explanation["lookalike"]): string {
  if (lookalike === null) return OFF;
  const found = [renderImitation("caller", lookalike.caller), renderImitation("domain", lookalike.domain)];
  return found.filter((part) => part !== null).join("; ") || "none";
}

function renderImitation(what: string, imitation: Imitation | null): string | null {
  if (imitation === null) return null;
  const edits =
    imitation.edits === 0 ? "the same or containing it, once folded" : `edit distance ${imitation.edits} once folded`;
  return `${what} passes for ${printable(imitation.name)} (${edits})`;
}

function renderMatch(
  match: MatchStep | null,
  prose: Prose,
  { colour, columns }: Pick<Required<RenderOptions>, "colour" | "columns">,
): string[] {
  if (match === null) return prose("text match", OFF);
  const { nearest, threshold } = match;
  const lines = quotedStep("normalised", showNormalised(match.normalised) || "(nothing is left)", columns);
  if (nearest === null) {
    const isShort = match.normalised.length < MIN_MATCH_UNITS;
    const reason = isShort ? "none: too short to tell one text from another" : "none: there are no scripts";
    return [...lines, ...prose("text match", reason)];
  }
  const name = nearest.name === null ? "" : ` (${printable(nearest.name)})`;
  const verdict = nearest.matched
    ? `match, since ${threshold} is enough`
    : `no match, since ${threshold} would be needed`;
  const measure = `${nearest.similarity.toFixed(3)} = 1 - ${nearest.distance} / ${nearest.length}`;
  const edits =
    nearest.edits === null
      ? prose("  edits", `not shown below a similarity of ${MIN_SHOWN_SIMILARITY}: too little is alike`)
      : piecesStep(
          "  edits",
          nearest.edits.map((edit) => showEdit(edit, colour)),
          columns,
        );
  return [
    ...lines,
    ...prose("text match", `nearest is script ${nearest.template}${name}, similarity ${measure}: ${verdict}`),
    ...quotedStep("  script", printable(nearest.original), columns),
    ...edits,
  ];
}

function showEdit({ kind, text }: Edit, colour: boolean): Piece {
  const shown = showNormalised(text);
  if (kind === "same") return { text: shown, paint: (part) => part };
  if (!colour) return { text: kind === "deleted" ? `[-${shown}-]` : `{+${shown}+}`, paint: (part) => part };
  const formats = kind === "deleted" ? (["red", "strikethrough"] as const) : (["green", "underline"] as const);
  return { text: shown, paint: (part) => paint(formats, part) };
}

/** A normalised text has one symbol for a link, which no terminal can show. */
function showNormalised(text: string): string {
  return printable(text.replaceAll(String.fromCharCode(URL_SYMBOL), "‹link›"));
}

function renderBehaviour(behaviour: Explanation["behaviour"]): string {
  if (behaviour === null) return `${OFF}: nothing is known of what the caller did before`;
  const { attempts, fanOut, calls, answered, meanDurationS } = behaviour;
  return (
    `${counted(attempts, "attempt")} at ${counted(fanOut, "person", "people")}; ` +
    `of ${counted(calls, "call")} ${answered} answered, ${meanDurationS} s on average`
  );
}

const NAME_WIDTH = 20;
const NAT_WIDTH = 8;

function renderOutcome(outcome: OutcomeStep | null, prose: Prose, colour: boolean): string[] {
  if (outcome === null) return prose("verdict", "allow: the stage that decides is off");
  const { parts, score, risk, verdict, flagScore, blockScore } = outcome;
  const rows = parts.flatMap(({ name, weight }, index) => {
    return proseOf(index === 0 ? "evidence" : "", `${name.padEnd(NAME_WIDTH)}${nats(weight)}`);
  });
  const shown = colour ? paint(["bold", VERDICT_COLOURS[verdict]], verdict) : verdict;
  return [
    ...rows,
    ...prose("score", `${score} = ${(score / 100).toFixed(2)} nats of log-odds, the sum of the evidence`),
    ...prose("risk", risk.toFixed(4)),
    ...proseOf("verdict", `${shown} (flag from ${nats(flagScore).trim()}, block from ${nats(blockScore).trim()})`),
  ];
}

/** Short and aligned, or painted: never broken. */
function proseOf(title: string, text: string): string[] {
  return proseStep(title, text, null);
}

const VERDICT_COLOURS = { allow: "green", flag: "yellow", block: "red" } as const;

type Format = "bold" | "underline" | "strikethrough" | "red" | "green" | "yellow";

/** The caller has decided about colours, so whether this process has a terminal does not matter. */
function paint(formats: readonly Format[], text: string): string {
  return styleText([...formats], text, { validateStream: false });
}

/** Hundredths of a nat, with their sign. */
function nats(weight: number): string {
  return `${weight < 0 ? "-" : "+"}${(Math.abs(weight) / 100).toFixed(2)}`.padStart(NAT_WIDTH);
}
