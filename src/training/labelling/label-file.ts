/**
 * Labels of a person, kept in a CSV file that `train` reads too. It names each message by the line of the file that it
 * comes from, and holds its text, so that labels of another file are noticed; and why it was asked about, as messages
 * that were picked are no sample of the file.
 */
import { existsSync } from "node:fs";
import { RingfenceError } from "../../core/errors.ts";
import { writeWhole } from "../../core/file/atomic-file.ts";
import { delimiterOf } from "../../rows/csv/csv-record.ts";
import { exactRecords } from "../../rows/csv/exact-records.ts";
import { quoted, spreadsheetSafe } from "../../rows/typed/row-text.ts";
import { readForeignLines } from "../../rows/lines/text-lines.ts";
import type { LabelPool } from "./label-pool.ts";
import { ANSWERS, type Answer, type Labelling, type Question, REASONS, type Reason } from "./labelling.ts";

const COLUMNS = ["line", "label", "text", "sender", "direction", "picked"] as const;
const DIRECTION_WORDS = ["", "received", "sent"] as const;

/** Writes the file whole, or leaves the old one. Throws RingfenceError "io". */
export function writeLabels(path: string, pool: LabelPool, labelling: Labelling): void {
  const rows = [...labelling.answers].map(([row, answer]) => cellsOf(pool, row, answer, labelling.reasonOf(row)));
  writeWhole(path, csvOf(rows), { option: "--out" });
}

/** Messages to label elsewhere: the column of labels is empty. */
export function questionsCsv(pool: LabelPool, questions: readonly Question[]): string {
  return csvOf(questions.map(({ row, reason }) => cellsOf(pool, row, "", reason)));
}

/**
 * Takes the labels of a file, in its order; rows without a label are passed over. Returns how many were taken, and how
 * many of them say otherwise than labels that there were. Throws
 * RingfenceError "io" where it cannot be read, and "config" where it is no such file, or is of another file's messages.
 */
export function takeLabels(path: string, pool: LabelPool, labelling: Labelling) {
  const lines = readForeignLines(path);
  const [head = [], ...body] = exactRecords(path, lines, delimiterOf(lines.slice(0, 1).map(({ text }) => text)));
  const at = (name: (typeof COLUMNS)[number]): number => head.indexOf(name);
  if (at("line") < 0 || at("label") < 0 || at("text") < 0) {
    throw new RingfenceError(
      "config",
      `${path}: expected columns line, label and text, as label --pick writes them, found ${lines.length === 0 ? "an empty file" : head.slice(0, 10).join(", ")}`,
    );
  }
  let [taken, changed] = [0, 0];
  for (const [record, fields] of body.entries()) {
    const given = fields[at("label")]!.trim();
    const written = given.toLowerCase();
    if (written === "") continue;
    const line = fields[at("line")]!;
    const answer = SYNONYMS.get(written) ?? ANSWERS.find((one) => one === written || one[0] === written);
    if (answer === undefined) {
      throw new RingfenceError(
        "config",
        `${path}, row ${record + 2} (line ${line.slice(0, 20)} of the messages): expected a label of ${ANSWERS.join(", ")}, found "${given.slice(0, 40)}"`,
      );
    }
    const row = pool.rowOf(Number(line));
    if (row === undefined || lettersOf(pool.candidate(row).text) !== lettersOf(fields[at("text")]!)) {
      throw new RingfenceError(
        "config",
        `${path}: line ${line.slice(0, 20)} has another text than the messages, or is not among them: give the file that it was made of`,
      );
    }
    const before = labelling.answers.get(row);
    if (before !== undefined && before !== answer) changed++;
    labelling.answer(row, answer);
    const picked = REASONS.find((reason) => reason === fields[at("picked")]);
    if (picked !== undefined) labelling.recall(row, picked);
    taken++;
  }
  return { taken, changed };
}

/** Words of other files of messages. */
const SYNONYMS: ReadonlyMap<string, Answer> = new Map([
  ["spam", "fraud"],
  ["smishing", "fraud"],
  ["ham", "benign"],
]);

/** Goes on with the labels that an earlier session left; 0 where there are none. Throws as `takeLabels` does. */
export function resumeLabels(path: string, pool: LabelPool, labelling: Labelling): number {
  return existsSync(path) ? takeLabels(path, pool, labelling).taken : 0;
}

/** What a spreadsheet leaves of a text whatever it is saved as: spaces, marks and pictures may be gone. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

function cellsOf(pool: LabelPool, row: number, label: Answer | "", reason: Reason | null): string[] {
  const { line, text, sender, direction } = pool.candidate(row);
  return [String(line), label, text, sender ?? "", DIRECTION_WORDS[direction] ?? "", reason ?? ""];
}

function csvOf(rows: readonly (readonly string[])[]): string {
  const lines = [COLUMNS, ...rows].map((cells) => cells.map((cell) => quoted(spreadsheetSafe(cell))).join(","));
  return `${lines.join("\n")}\n`;
}
