/** The messages of a file as candidates for labels. */
import { formatCount } from "../../core/counted.ts";
import { printable } from "../../core/terminal/printable.ts";
import { RingfenceError } from "../../core/errors.ts";
import { CHINA, type Country } from "../../rows/country.ts";
import type { PositiveLabels } from "../../rows/positive-labels.ts";
import { guessesOf, RowReader, type RowSource } from "../../rows/read-rows.ts";
import type { Reads } from "../examples.ts";
import { messageOf, Sample } from "../read-examples.ts";
import type { Candidate } from "./label-pool.ts";

/** Of a longer file a random sample is offered: labels do not get better by more to choose from. */
export const MOST_CANDIDATES = 100_000;

export interface ReadCandidates {
  readonly candidates: readonly Candidate[];
  readonly reads: Reads;
  /** What was guessed and left out, for people. */
  readonly remarks: readonly string[];
}

/**
 * Reads the messages of a file. `positive`: what labels of the file mean fraud, where known labels are replayed; rows
 * without a label are then left out. Throws as `RowReader` does, and RingfenceError "noData" where there is no message.
 */
export async function readCandidates(
  source: RowSource,
  positive: PositiveLabels | null,
  country: Country = CHINA,
): Promise<ReadCandidates> {
  const reader = new RowReader(source);
  const sample = new Sample<Candidate>(MOST_CANDIDATES, "label-sample");
  for await (const { rows } of reader.batches()) {
    for (const { line, text, label, caller, direction } of rows) {
      if (text === null || (positive !== null && label === null)) continue;
      sample.add({
        ...messageOf({ text, caller, direction }, country),
        line,
        label: label ?? "",
        isFraud: positive !== null && positive.matches(label!),
        sender: caller,
      });
    }
  }
  const candidates = sample.inOrder;
  if (candidates.length === 0) {
    throw new RingfenceError(
      "noData",
      `${source.file}: expected messages${positive === null ? "" : " with a label"}, found none: name ${positive === null ? "the column with --text" : "the columns with --text and --simulate"}`,
    );
  }
  const { columns } = reader.facts;
  const sender = columns !== null && (columns.caller !== null || columns.direction !== null);
  const offered = `${formatCount(sample.seen)} messages: a random ${formatCount(candidates.length)} are offered`;
  const remarks = [...guessesOf(reader.facts), ...(sample.seen > candidates.length ? [offered] : [])];
  const said = remarks.map((words) => `${printable(source.file)}: ${words}`);
  return { candidates, reads: { raw: true, sender }, remarks: said };
}
