import { sumOf } from "../../../core/sum.ts";
import { BLOCK, DECISIONS } from "../../../event/findings.ts";
import { BENIGN_CLASSES } from "../../../event/taxonomy.ts";
import { contactsByGang } from "../../../metrics/gang-counts.ts";
import type { Confusion } from "../../../metrics/rates.ts";
import { benignCell, BOTH_CHANNELS, type Tally } from "../../../metrics/tally.ts";

export function confusionOf(tally: Tally, channels = BOTH_CHANNELS): Confusion {
  const { benign } = tally.columns;
  const fraud = contactsByGang(tally, BLOCK, channels);
  const contacts = sumOf(fraud.contacts);
  const tp = sumOf(fraud.decided);
  let benignEvents = 0;
  let fp = 0;
  for (const c of channels) {
    for (let index = 0; index < BENIGN_CLASSES.length; index++) {
      const at = benignCell(index, c);
      for (let decision = 0; decision < DECISIONS.length; decision++) benignEvents += benign[at + decision]!;
      fp += benign[at + BLOCK]!;
    }
  }
  return { tp, fn: contacts - tp, fp, tn: benignEvents - fp };
}
