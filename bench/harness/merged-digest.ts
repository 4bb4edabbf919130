/** The digest of a bench that has several parts, each with a digest of its own. */
import { type DigestWords, formatDigest, mergeDigest } from "../../src/metrics/digest.ts";

/** Of digests as 16 hexadecimal digits: their sum, modulo 2^64. Undefined of none: such a bench decided nothing. */
export function mergedDigest(digests: readonly (string | undefined)[]): string | undefined {
  const known = digests.filter((digest) => digest !== undefined);
  if (known.length === 0) return undefined;
  const all = new Uint32Array(2);
  for (const digest of known) mergeDigest(all, wordsOf(digest));
  return formatDigest(all);
}

function wordsOf(digest: string): DigestWords {
  return Uint32Array.of(Number.parseInt(digest.slice(8), 16), Number.parseInt(digest.slice(0, 8), 16));
}
