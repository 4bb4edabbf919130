/** What stands below the tables of a study: how to read them, where the page is, and how to do it again. */
import { join } from "node:path";
import { PAGE_FILE } from "../report/directory/run-directory.ts";
import { labelledLines } from "../report/terminal/labelled-lines.ts";
import { printable } from "../core/terminal/printable.ts";
import { note } from "../core/terminal/table.ts";
import { continueLines, remark } from "../core/terminal/wrap.ts";
import { lineColumns } from "./columns.ts";
import { wantsColour } from "./output.ts";

const LABEL_COLUMNS = 8;

export interface StudyFoot {
  readonly notes: readonly string[];
  readonly reproduce: string;
  readonly out: string | undefined;
}

export function studyFoot({ notes, reproduce, out }: StudyFoot): string {
  const style = { colour: wantsColour(process.stdout) };
  const page = out === undefined ? [] : [["Page", printable(join(out, PAGE_FILE))] as const];
  const again = continueLines(printable(reproduce), lineColumns(process.stdout) - LABEL_COLUMNS);
  const lines = labelledLines([...page, ["Again", again]], LABEL_COLUMNS, style);
  return `${note(remark(notes.join("\n")), style)}\n\n${lines}\n`;
}

/** What a reader must know of so few seeds, or else what is to be said of `enough` of them. */
export function seedsNote(seeds: number, enough: string): string {
  return seeds < 2 ? "One seed is one world: no interval, and nothing can be told. Take five seeds or more." : enough;
}
