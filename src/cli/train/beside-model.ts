/** What `screen` holds against messages beside a model of the reader's own. */
import { EVIDENCE_KINDS, type Evidence } from "../../detect/evidence.ts";
import { formatIdentity, isListable } from "../../event/identity.ts";
import type { Country } from "../../rows/country.ts";
import { createScreener } from "../../screen/screener.ts";
import type { TrainOptions } from "../../training/train-model.ts";

/** Half a second, most of it for the tables. */
export async function besideModel(country: Country): Promise<NonNullable<TrainOptions["beside"]>> {
  const screener = await createScreener({ model: "none", country: country.code });
  return (examples) => {
    const events = examples.map(({ text, caller }) => ({
      text,
      caller: isListable(caller) ? formatIdentity(caller) : null,
    }));
    return screener.screen(events).map(({ score, evidence }) => {
      const excuses = evidence.map((name) => EVIDENCE_KINDS[name as Evidence]).filter((kind) => kind.excuses);
      return { score, excuse: excuses.reduce((sum, { weight }) => sum + weight, 0) };
    });
  };
}
