/** Other ways to word a sentence: a word or phrase with synonyms may be replaced by another of its group. */
import { compareText } from "../../core/units.ts";
import { mix, mixedBelow } from "./draws.ts";

const WAYS = 8;
const KEPT_ONE_IN = 4;

/** Returns a sentence and up to seven other ways to word it, always the same ones for the same sentence. */
export type Paraphraser = (sentence: string) => string[];

/** `groups`: words and phrases with the same meaning. `isLatin`: match whole words only, and keep a capital. */
export function paraphraser(groups: readonly (readonly string[])[], isLatin: boolean): Paraphraser {
  const groupOf = new Map<string, readonly string[]>();
  for (const group of groups) for (const word of group) if (!groupOf.has(key(word))) groupOf.set(key(word), group);
  const known = [...groupOf.keys()].toSorted((a, b) => b.length - a.length || compareText(a, b));
  const words = known.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join("|");
  const pattern = isLatin ? new RegExp(`(?<![\\w'])(?:${words})(?![\\w'])`, "gi") : new RegExp(words, "g");
  return (sentence) => {
    const ways = new Set([sentence]);
    for (let way = 1; way < WAYS; way++) {
      let place = 0;
      const seed = mix(hashOf(sentence), way);
      ways.add(
        sentence.replace(pattern, (found) => {
          const at = mix(seed, place++);
          if (mixedBelow(at, KEPT_ONE_IN) === 0) return found;
          const others = groupOf.get(key(found))!.filter((word) => key(word) !== key(found));
          return likeFirst(found, others[mixedBelow(mix(at, 1), others.length)]!);
        }),
      );
    }
    return [...ways];
  };
}

function key(word: string): string {
  return word.toLowerCase();
}

function likeFirst(found: string, word: string): string {
  return /^[A-Z]/.test(found) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}
