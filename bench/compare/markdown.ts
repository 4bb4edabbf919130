/**
 * A comparison as a table in Markdown, for the summary of a job or a comment. Names come from outside: nothing of them
 * is obeyed.
 */
import { escapeMarkup } from "../../src/core/escape-markup.ts";
import { counted } from "../../src/report/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { VERDICT_WORDS, figuresOf, percent, summaryWords } from "./render.ts";
import type { ComparisonResult } from "./result.ts";

const MARKS: Readonly<Record<ComparisonResult["outcome"], string>> = {
  nothingWorse: "Nothing is worse",
  regression: "Worse",
  cannotTell: "Cannot tell",
};

/** Of one cell: what comes from outside may be of any length. */
const MAX_UNITS = 200;

export function renderMarkdown(result: ComparisonResult): string {
  const { a, b, commits, paired, orders, work, metrics, notes, outcome, minEffect } = result;
  const side = (label: string, commit: string | null): string =>
    `${code(label)}${commit === null ? "" : `, commit ${code(commit.slice(0, 10))}`}`;
  const how = paired ? `${counted(orders.length, "pair")} of processes, interleaved` : "two results, not paired";
  const rows = metrics.map((metric) => [
    escapeMarkdown(`${metric.name}, ${metric.unit}`),
    ...figuresOf(metric),
    metric.verdict === "worse" ? "**worse**" : VERDICT_WORDS[metric.verdict],
  ]);
  const head = ["", "A", "B", "change, %", "95 % interval", "visible, %", "B is"];
  const table = [head, head.map((_, column) => (column === 0 ? "---" : "--:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
  return [
    `## B against A: ${MARKS[outcome]}`,
    escapeMarkdown(summaryWords(result), Infinity),
    `A: ${side(a, commits.a)}  \nB: ${side(b, commits.b)}  \n${how}${work === null ? "" : `; ringfence ${code(work)}`}; below ${percent(minEffect)} % nothing counts`,
    ...(rows.length === 0 ? [] : [table]),
    ...(notes.length === 0 ? [] : [notes.map((one) => `- ${escapeMarkdown(one)}`).join("\n")]),
  ]
    .map((block) => `${block}\n`)
    .join("\n");
}

/** Every sign that Markdown or HTML would obey stands for itself, as does a mention of somebody or an address. */
function escapeMarkdown(written: string, maxUnits = MAX_UNITS): string {
  const plain = printable(written, maxUnits).replace(/[\\`*_{}[\]()#+\-!|~^$=>]/g, "\\$&");
  return unlinked(plain.replace(/&/g, "&amp;").replace(/</g, "&lt;")).replace(/\bwww\./gi, "www\u2060.");
}

/** In a font of its own. A backtick would end it, and a bar the cell of a table. */
function code(written: string): string {
  const plain = escapeMarkup(printable(written, MAX_UNITS));
  return `<code>${unlinked(plain.replace(/[\\`*_|[\]~$]/g, (sign) => `&#${sign.charCodeAt(0)};`))}</code>`;
}

/** A mention and an address are only words: a sign of no width keeps their parts apart. */
function unlinked(text: string): string {
  return text.replace(/@/g, "@\u2060").replace(/:\/\//g, ":\u2060//");
}
