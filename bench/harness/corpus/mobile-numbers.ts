/** Mobile numbers of a corpus. Those to be listed are even and all others odd: nobody is listed by accident. */
import { type Identity, digitIdentity } from "../../../src/event/identity.ts";
import type { Corpus } from "./corpus.ts";

const FIRST_MOBILE = 13_000_000_000;
const HALF_OF_NUMBERS = 1_000_000_000;

export function listedNumber(corpus: Corpus): Identity {
  return digitIdentity("plain", FIRST_MOBILE + 2 * corpus.below(HALF_OF_NUMBERS));
}

export function unlistedNumber(corpus: Corpus): Identity {
  return digitIdentity("plain", listedNumber(corpus) + 1);
}
