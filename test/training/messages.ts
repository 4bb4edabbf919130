/** Labelled messages made up for tests: two classes that a model can tell apart, and near-duplicates among them. */
import { WITHHELD } from "../../src/event/identity.ts";
import { RandomStream, below } from "../../src/core/random.ts";
import type { Example } from "../../src/training/examples.ts";

const FRAUD = ["your account is locked", "pay the fee now", "claim the prize today", "verify the card at once"];
const BENIGN = ["see you at lunch", "the parcel lies at the desk", "practice starts at six", "thanks for the book"];
const WORDS = "river apple window seven garden monday paper lemon silver table north quiet engine".split(" ");

export function madeUpMessages(count: number, seed = 1): Example[] {
  const draws = new RandomStream(seed, "made-up-messages");
  return Array.from({ length: count }, (_, at) => {
    const words = draws.draw(at, 0);
    const isFraud = below(words[0]!, 3) === 0;
    const core = (isFraud ? FRAUD : BENIGN)[below(words[1]!, 4)]!;
    const more = Array.from(draws.draw(at, 1), (word) => WORDS[below(word, WORDS.length)]!).join(" ");
    const label = isFraud ? "fraud" : "ham";
    return { text: `${more} ${core} ${at % 7}`, isFraud, label, caller: WITHHELD, direction: 0 };
  });
}
