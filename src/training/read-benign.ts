/** What a model scores messages of a file that are taken to be benign: to set its thresholds by. */
import { RingfenceError } from "../core/errors.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import { Scorer } from "../detect/learned/scorer.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import { WITHHELD } from "../event/identity.ts";
import { CHINA, type Country } from "../rows/country.ts";
import { screenedUnits } from "../rows/fill-events.ts";
import { RowReader, type RowSource } from "../rows/read-rows.ts";
import { type Example, ExampleTable } from "./examples.ts";

/** Throws as `RowReader` does, and "noData" where no row has a text. Labels are not looked at. */
export async function readBenignScores(
  source: RowSource,
  model: LearnedModel,
  country: Country = CHINA,
): Promise<Float64Array> {
  const { reads } = model.card;
  const examples: Example[] = [];
  for await (const { rows } of new RowReader(source).batches()) {
    for (const { text, caller, direction } of rows) {
      if (text === null) continue;
      const identity = reads.sender && caller !== null ? country.identityOf(caller.slice(0, 256)) : WITHHELD;
      examples.push({
        text: text.slice(0, screenedUnits(text)),
        label: "",
        isFraud: false,
        caller: identity,
        direction: direction ?? 0,
      });
    }
  }
  if (examples.length === 0) {
    throw new RingfenceError("noData", `${source.file}: expected messages, found no text: name its column with --text`);
  }
  const table = new ExampleTable(examples, attachNormaliser(loadNormaliserTable()), reads);
  const scorer = new Scorer(model);
  return Float64Array.from(examples, (_, row) => table.scoreWith(scorer, row));
}
