/** What screening a file came to, for people. */
import { BEHAVIOUR } from "../../detect/behaviour/stage.ts";
import { PROVENANCE_FIELDS } from "../../event/provenance.ts";
import { BLOCKLIST } from "../../detect/blocklist/stage.ts";
import { LEARNED } from "../../detect/learned/stage.ts";
import { MATCH } from "../../detect/matcher/stage.ts";
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { counted, formatCount as count } from "../../ui/format.ts";
import { cutToWidth } from "../../core/terminal/display-width.ts";
import { type Printable, printable, type PrintableText } from "../../core/terminal/printable.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import { renderTable } from "../../core/terminal/table.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import { promiseWords } from "../train/render-model.ts";
import { COLUMN_ROLES, type ColumnRole, NAMED_ROLES, RECORD_ROLES } from "../../rows/choose-columns.ts";
import { guessedCountryWords } from "../../rows/guess-country.ts";
import { guessesOf } from "../../rows/read-rows.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../../rows/row.ts";
import type { ScreenDocument } from "../../screen/document.ts";
import { FILE_STAGES, RECORD_STAGES, STAGES, type Stage } from "../../screen/stages.ts";

/** Texts come from files and models: only printable ones are shown. */
type Shown = Printable<ScreenDocument>;

/** `quarantine`: the file of lines set aside, if asked for. */
export function formatSummary(screened: ScreenDocument, quarantine: string | null): string {
  const document = printableDocument(screened);
  const { seconds, rowsPerSecond, workers } = document.performance;
  const parts = [
    ...formatCounts(document, quarantine === null ? "--quarantine FILE writes" : `${printable(quarantine)} has`),
    ...[formatModelLimits, formatColumns, formatStages, formatQuality, formatLabels].flatMap((part) => part(document)),
    `${counted(document.rows, "row")} in ${seconds.toFixed(1)} s: ${counted(rowsPerSecond, "row")} a second, ${counted(workers, "thread")}`,
  ];
  return `${parts.join("\n")}\n`;
}

function formatCounts(document: Shown, placeHas: string): string[] {
  const { rows, screened, quarantined, verdicts, messages, calls, messagesCut, columns } = document;
  const withoutText = columns?.text == null ? 0 : calls;
  const asCalls = withoutText === 1 ? "row without text was taken as a call" : "rows without text were taken as calls";
  return [
    `${counted(rows, "row")}: ${count(screened)} screened (${counted(messages, "message")}, ${counted(calls, "call")}), ${count(quarantined)} set aside`,
    `verdicts: ${count(verdicts.allow)} allow, ${count(verdicts.flag)} flag, ${count(verdicts.block)} block`,
    ...Object.entries(document.quarantine).map(
      ([reason, number]) => `set aside: ${count(number)} ${SET_ASIDE_REASONS[reason as SetAsideReason]}`,
    ),
    ...(quarantined > 0 ? [`  (${placeHas} each with its line number and reason)`] : []),
    ...(document.quarantine.notUtf8 ? ["  (--encoding names another encoding, as gb18030)"] : []),
    ...guessesOf(document),
    ...(document.isCountryGuessed ? [guessedCountryWords(document.country)] : []),
    ...counts(withoutText, asCalls),
    ...counts(messagesCut, `too long: of each the first ${MAX_TEXT_UNITS} characters were screened`),
  ];
}

/** A model without thresholds of the user's own advises; and its figures hold for messages like its training data. */
function formatModelLimits({ model, messages }: Shown): string[] {
  if (model === null) return [];
  const { source, advises, flagThreshold, unlike, sawFile } = model;
  const does = flagThreshold === null ? "ranks messages, and flags or blocks none" : "flags messages, and blocks none";
  const set = `Set its threshold on your messages: ringfence train --base ${source} --benign FILE --out my.model; or label some: ringfence label FILE --out labels.csv`;
  const advice = `the model only advises: by the text alone it ${does}. ${set}. Then screen --model my.model`;
  const saw = `the model was trained on a file of this name: if it was this one, the figures by labels are too good. Keep rows apart to judge it`;
  const warning = `the model may not hold here, as ${unlike.map((trait) => UNLIKE[trait]).join("; ")}. ${set}`;
  return [
    ...(advises && messages > 0 ? wrap(advice, "advice: ") : []),
    ...(unlike.length > 0 ? wrap(warning, "warning: ") : []),
    ...(sawFile ? wrap(saw, "warning: ") : []),
  ];
}

const UNLIKE = {
  sender: "it reads senders, and this file has no column of them (name it with --caller)",
  script: "more or fewer of the messages are Chinese than in training",
  links: "more or fewer of them have links",
  lengths: "they are longer or shorter",
  wording: "much of their wording was never seen in training",
  scores: "their scores are unlike those of the benign messages that set the thresholds",
  flags: "it flags far more than benign messages would be: either much of the file is fraud, or its threshold is wrong",
} as const;

const TIMES_AS = { seconds: "seconds since 1970", milliseconds: "milliseconds since 1970", iso: "ISO 8601" } as const;
const COLUMNS_LISTED = 12;
const COLUMN_SHOWN_COLUMNS = 40;

/** The role of each column, and columns without one. */
function formatColumns({ columns, timeForm, leftOut }: Shown): string[] {
  if (columns === null) return [];
  const used = COLUMN_ROLES.flatMap((role) => {
    const column = columns[role];
    if (column === null) return [];
    const name = column === role ? role : `${role} in ${nameOf(column)}`;
    return role === "time" && timeForm !== null ? `${name} (${TIMES_AS[timeForm]})` : name;
  });
  const others = leftOut.filter(({ role }) => role === null).map(({ column }) => nameOf(column));
  const more = others.length > COLUMNS_LISTED ? ` and ${count(others.length - COLUMNS_LISTED)} more` : "";
  const unused = leftOut.flatMap(({ column, role, why }) => {
    if (role === null) return [];
    const mayBeNamed = NAMED_ROLES.some((named) => named === role) && columns[role] === null;
    return `${nameOf(column)}: ${why}${mayBeNamed ? ` (--${role} ${nameOf(column)} uses it all the same)` : ""}`;
  });
  if (others.length > 0) unused.push(`${others.slice(0, COLUMNS_LISTED).join(", ")}${more}: no role has such a name`);
  return [...wrap(used.join(", "), "columns: "), ...unused.flatMap((words) => wrap(words, "left out: "))];
}

function nameOf(column: PrintableText): string {
  return `"${cutToWidth(column, COLUMN_SHOWN_COLUMNS)}"`;
}

const RECORD_NAMES = RECORD_ROLES.map((role) => PROVENANCE_FIELDS[role].name).join(", ");
const NAME_WIDTH = Math.max(...STAGES.map(({ length }) => length));

function formatStages(document: Shown): string[] {
  return STAGES.flatMap((stage) => {
    const head = `stage ${stage.padEnd(NAME_WIDTH)} ${document.stages[stage] ? "on " : "off"}  `;
    return wrap(noteOf(stage, document), head).map((line) => line.trimEnd());
  });
}

function noteOf(stage: Stage, { templates, blocklist, columns, order, model }: Shown): string {
  if (stage === BLOCKLIST.name) return blocklist ? formatBlocklist(blocklist, columns) : "name one with --blocklist";
  if (stage === LEARNED.name) return model ? formatModel(model) : "name one with --model";
  if (stage === MATCH.name && templates) return formatTemplates(templates);
  if (stage === BEHAVIOUR.name && order) return formatOrder(order);
  const lacks = (role: ColumnRole): boolean => (columns?.[role] ?? null) === null;
  if (RECORD_STAGES.includes(stage) && RECORD_ROLES.every(lacks)) {
    return `needs columns such as ${RECORD_NAMES}; none found`;
  }
  const lacking = (["callee", "time"] as const).filter(lacks);
  if (FILE_STAGES.includes(stage) || lacking.length === 0) return "";
  return `needs columns of callee and time; not found: ${lacking.join(", ")}`;
}

function formatBlocklist(list: NonNullable<Shown["blocklist"]>, columns: Shown["columns"]): string {
  const { country, numbers, names, domains, dirty, dirtyLines } = list;
  return [
    counted(numbers, "number"),
    counted(names, "sender's name", "senders' names"),
    counted(domains, "domain"),
    ...counts(dirty, "unreadable", dirtyLines),
    ...(numbers > 0 ? [`numbers are read as written in ${country} (--country)`] : []),
    ...(columns?.caller === null && numbers + names > 0
      ? ["no column of callers to look up: name one with --caller"]
      : []),
  ].join(", ");
}

function formatTemplates(templates: NonNullable<Shown["templates"]>): string {
  const { source, dirty, dirtyLines, repeated, repeatedLines, tooShort, tooShortLines } = templates;
  return [
    counted(templates.count, `${source === "shipped" ? "shipped synthetic" : "own"} script`),
    ...counts(tooShort, "of them too short to match once normalised", tooShortLines),
    ...counts(repeated, "more the same as others once normalised", repeatedLines),
    ...counts(dirty, "unreadable", dirtyLines),
    templates.engine,
    `similarity ${templates.threshold} or more`,
  ].join(", ");
}

function formatModel(model: NonNullable<Shown["model"]>): string {
  const { source, trainedOn, basis, advises, limits } = model;
  const head = `${source}, trained on ${counted(trainedOn.rows, "message")}, ${count(trainedOn.fraud)} of them fraud`;
  const by = advises ? `advice by ${basis}` : `thresholds by ${[basis, ...promiseWords(model)].join(", ")}`;
  return [`${head}; ${by}`, ...limits].map((part) => part.replace(/\.$/, "")).join(". ");
}

function formatOrder({ outOfOrder, late, untimed, sortedWithinSeconds }: NonNullable<Shown["order"]>): string {
  return [
    "by the hour",
    ...counts(outOfOrder, outOfOrder === 1 ? "row put in order" : "rows put in order"),
    ...counts(late, `more than ${count(sortedWithinSeconds)} s late, taken as of the present hour`),
    ...counts(untimed, "without a time, taken as of the present hour"),
  ].join(", ");
}

/** `first`: the lines of the first ones. */
function counts(entries: number, words: string, first: readonly number[] = []): string[] {
  if (entries === 0) return [];
  const more = entries > first.length ? " ..." : "";
  return [`${count(entries)} ${words}${first.length === 0 ? "" : ` (lines ${first.join(", ")}${more})`}`];
}

const PLAIN = { colour: false };
const OUTCOMES = ["fraud taken", "fraud missed", "benign taken", "benign let through", "precision", "recall", "MCC"];

function formatQuality({ byPositiveVerdict: by, positiveLabels, unlabelled }: Shown): string[] {
  if (!by || !positiveLabels) return [];
  const [flag, block] = [by.flag, by.block].map(({ confusion: { tp, fn, fp, tn }, precision, recall, mcc }) => [
    ...[tp, fn, fp, tn].map(count),
    ...[precision, recall, mcc].map(formatRate),
  ]);
  const cells = OUTCOMES.map((name, row) => [name, flag![row]!, block![row]!]);
  return [
    ...wrap(`labels that mean fraud: ${positiveLabels.join(", ")}; every other is benign`, ""),
    ...(unlabelled ? [`without label, not counted below: ${count(unlabelled)}`] : []),
    renderTable(["taken for fraud:", "flag or block", "block alone"], cells, PLAIN),
  ];
}

function formatRate({ value, low, high }: NonNullable<Shown["byPositiveVerdict"]>["flag"]["mcc"]): string {
  if (value === null || low === null || high === null) return "none";
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

const LABELS_SHOWN = 20;
const LABEL_WIDTH = 26;

function formatLabels({ byLabel }: Shown): string[] {
  if (!byLabel) return [];
  const all = byLabel.map(({ label, positive, allow, flag, block }) => ({
    cells: [cutToWidth(label, LABEL_WIDTH), positive ? "fraud" : "benign", ...[allow, flag, block].map(count)],
    total: allow + flag + block,
  }));
  const largest = all.toSorted((a, b) => b.total - a.total).slice(0, LABELS_SHOWN);
  const cells = largest.map((one) => one.cells);
  const more = byLabel.length - largest.length;
  return [
    // Most likely by a mistake in --positive.
    ...(byLabel.some(({ positive }) => positive) ? [] : ["Note: no row has a label that means fraud"]),
    renderTable(["label", "means", "allow", "flag", "block"], cells, PLAIN),
    ...(more > 0 ? [`  and ${counted(more, "label")} more`] : []),
  ];
}
