/** Which templates of a library share the most with others: the first place to look for messages that cost much. */
import { MAX_MATCH_UNITS, MIN_MATCH_UNITS, type Template } from "./matcher.ts";

/** So many of each sort: a sort of fewer than a library's hundredth would be missed, and costs too little. */
const COMMONEST = 32;
const SPREAD = 64;

const GRAM_UNITS = 3;
const COUNT_BITS = 18;

/**
 * Three sorts: those whose grams other templates hold the most often in all, those of which the rarer grams are still
 * common ones too, and some from all over the library. Cost: some tens of nanoseconds a unit of the templates.
 */
export function commonTemplates(templates: readonly Template[]): readonly (readonly Template[])[] {
  const long = templates.filter(({ text }) => text.length >= MIN_MATCH_UNITS);
  const counts = new Uint32Array(2 ** COUNT_BITS);
  const buckets = new Int32Array(MAX_MATCH_UNITS);
  for (const { text } of long) {
    const grams = fillBuckets(buckets, text);
    for (let i = 0; i < grams; i++) counts[buckets[i]!]!++;
  }
  const sums = new Float64Array(long.length);
  const digits = new Float64Array(long.length);
  long.forEach(({ text }, row) => {
    const grams = fillBuckets(buckets, text);
    for (let i = 0; i < grams; i++) {
      const count = counts[buckets[i]!]!;
      sums[row]! += count;
      digits[row]! += 32 - Math.clz32(count);
    }
  });
  return [greatest(long, sums), greatest(long, digits), spread(long)];
}

/** The bucket of each gram of a text; returns how many grams there are. */
function fillBuckets(buckets: Int32Array, text: string): number {
  const grams = text.length - GRAM_UNITS + 1;
  for (let i = 0; i < grams; i++) {
    const pair = Math.imul(text.charCodeAt(i), 0x9e3779b1) + text.charCodeAt(i + 1);
    const gram = Math.imul(pair, 0x9e3779b1) + text.charCodeAt(i + 2);
    buckets[i] = Math.imul(gram, 0x85ebca6b) >>> (32 - COUNT_BITS);
  }
  return grams;
}

function greatest(templates: readonly Template[], scores: Float64Array): Template[] {
  const rows = Array.from(templates.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return rows.slice(0, COMMONEST).map((row) => templates[row]!);
}

function spread(templates: readonly Template[]): Template[] {
  const count = Math.min(SPREAD, templates.length);
  return Array.from({ length: count }, (_, i) => templates[Math.floor((i * templates.length) / count)]!);
}
