/** The digest of a bench that has several parts, each with a digest of its own. */

/** Of digests as 16 hexadecimal digits: their sum, modulo 2^64. Undefined of none: such a bench decided nothing. */
export function mergedDigest(digests: readonly (string | undefined)[]): string | undefined {
  const known = digests.filter((digest) => digest !== undefined);
  if (known.length === 0) return undefined;
  const sum = known.reduce((all, digest) => all + BigInt(`0x${digest}`), 0n);
  return BigInt.asUintN(64, sum).toString(16).padStart(16, "0");
}
