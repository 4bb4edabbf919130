/**
 * What character pairs alone would have done with a run's messages: a naive Bayes (character-pairs.ts) learns from the
 * messages of half of the scripts and half of the benign senders, and is tried on the other half, and the other way
 * round. So it never meets a script that it learned. Its threshold is the best with hindsight (F1), as of the rules on
 * single features. A function of the set of messages, in whatever order they come.
 */
import { CharacterPairs } from "./character-pairs.ts";

/** Messages of a run, read against truth. */
export interface TextTrial {
  readonly messages: number;
  readonly tp: number;
  readonly fp: number;
  readonly fraud: number;
}

interface SampledText {
  readonly text: string;
  readonly isFraud: boolean;
  readonly half: 0 | 1;
}

export class TextSample {
  readonly #texts: SampledText[] = [];

  /** `half`: of scripts for fraud, of senders for benign messages. */
  add(text: string, isFraud: boolean, half: 0 | 1): void {
    this.#texts.push({ text, isFraud, half });
  }

  /** Null if there is no fraud, or nothing else. About 3 us a message. */
  tryCharacterPairs(): TextTrial | null {
    const fraud = this.#texts.filter(({ isFraud }) => isFraud).length;
    if (fraud === 0 || fraud === this.#texts.length) return null;
    const models = [new CharacterPairs(), new CharacterPairs()] as const;
    for (const { text, isFraud, half } of this.#texts) models[half].learn(text, isFraud);
    const scored = this.#texts.map(({ text, isFraud, half }) => ({ isFraud, score: models[1 - half]!.score(text) }));
    return { messages: scored.length, fraud, ...bestSplit(scored, fraud) };
  }
}

/** The threshold of greatest F1; of equal ones the highest. */
function bestSplit(
  scored: readonly { readonly isFraud: boolean; readonly score: number }[],
  fraud: number,
): Pick<TextTrial, "tp" | "fp"> {
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  let best = { tp: 0, fp: 0, f1: 0 };
  let tp = 0;
  for (const [index, { isFraud, score }] of sorted.entries()) {
    if (isFraud) tp++;
    // Equal scores lie on one side.
    if (index + 1 < sorted.length && sorted[index + 1]!.score === score) continue;
    const f1 = (2 * tp) / (index + 1 + fraud);
    if (f1 > best.f1) best = { tp, fp: index + 1 - tp, f1 };
  }
  return { tp: best.tp, fp: best.fp };
}
