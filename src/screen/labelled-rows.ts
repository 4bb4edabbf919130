/** Labelled rows of files as they were screened: what marks and weights are chosen on (training/labelled-tuning.ts). */
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { attachNormaliser, normaliseText } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import type { ColumnRequest } from "../rows/choose-columns.ts";
import type { Country } from "../rows/country.ts";
import { fillEvents } from "../rows/fill-events.ts";
import { PositiveLabels } from "../rows/positive-labels.ts";
import { formOf, type RowFormat, RowReader } from "../rows/read-rows.ts";
import type { LabelledRows } from "../training/labelled-tuning.ts";
import { groupNearDuplicates } from "../training/near-duplicates.ts";
import { BatchScreener } from "./batch-screener.ts";
import type { ScreeningSetup } from "./setup.ts";

export interface LabelledSource {
  readonly files: readonly string[];
  readonly format?: RowFormat | undefined;
  readonly encoding?: string | undefined;
  readonly header?: boolean | undefined;
  readonly columns: ColumnRequest;
  readonly country?: Country | undefined;
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
}

/** Throws as RowReader does, and "noData" where no row has a label. */
export async function screenLabelledRows(source: LabelledSource, { tables }: ScreeningSetup): Promise<LabelledRows> {
  const { files, columns, country } = source;
  const positive = new PositiveLabels(source.positive);
  const normaliser = attachNormaliser(loadNormaliserTable());
  const batch = new BatchScreener(tables);
  const { events, findings } = batch;
  const evidence: number[] = [];
  const fraud: number[] = [];
  const texts: string[] = [];
  const callers = new Map<string, number>();
  for (const file of files) {
    for await (const { rows } of new RowReader({ ...formOf(source), file, columns }).batches()) {
      const labelled = rows.filter(({ label }) => label !== null);
      const fill = (from: number) => fillEvents(events, labelled, from, country);
      batch.screen(labelled.length, null, fill, (from) => {
        for (let index = 0; index < events.count; index++) {
          const { text, caller, label } = labelled[from + index]!;
          evidence.push(findings.outcome.evidence[index]!);
          fraud.push(positive.matches(label!) ? 1 : 0);
          texts.push(text === null ? callMark(callers, caller ?? "") : normaliseText(normaliser, text));
        }
      });
    }
  }
  if (evidence.length === 0) {
    throw new RingfenceError(
      "noData",
      `${files.map((file) => printable(file)).join(", ")}: no data: expected rows with a label, found none (--label names the column)`,
    );
  }
  return {
    evidence: Uint32Array.from(evidence),
    fraud: Uint8Array.from(fraud),
    group: groupNearDuplicates(texts),
  };
}

/**
 * A call is known by who made it: its group is that caller's. Numbers alike are no near-duplicates, so each caller gets
 * a mark too short to share much with another. No text has a line break once normalised.
 */
function callMark(callers: Map<string, number>, caller: string): string {
  const number = callers.get(caller) ?? callers.size;
  callers.set(caller, number);
  return `\n${number.toString(36)}`;
}
