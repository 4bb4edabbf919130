import { unitsOf } from "../../../src/core/units.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { buildPhraseBank } from "../../../src/world/text/build-phrase-bank.ts";
import { describeScripts } from "../../../src/world/text/catalogue.ts";
import { loadGrammar } from "../../../src/world/text/grammar.ts";
import { attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { type TextRequest, createTextRequest } from "../../../src/world/text/text-draft.ts";

export const grammar = loadGrammar();
export const catalogue = describeScripts(grammar);
export const handle = buildPhraseBank(grammar);
export const bank = attachPhraseBank(handle);

export const HOST = "ab-safe.top";
export const PHONE = 17_012_345_678;
/** Messages below are fraud, from here on benign. */
export const FIRST_BENIGN = catalogue.benign.flat()[0]!.message;

export function request(fields: Partial<TextRequest> = {}): TextRequest {
  const link = unitsOf(HOST);
  const base = createTextRequest(new RandomStream(1, "text"));
  return Object.assign(base, { link, linkTo: link.length, phone: PHONE }, fields);
}
