/** The kinds of evidence that screening can hold against an event. The order is the bit in `outcome.evidence`. */
export const EVIDENCE = [
  /** The caller is on the blocklist. */
  "callerListed",
  /** A domain in the text is on the blocklist. */
  "domainListed",
  /** The caller imitates a protected hotline or sender. */
  "callerLookalike",
  /** A domain in the text imitates a protected one. */
  "domainLookalike",
  /** The text is near a known fraud script. */
  "textMatch",
  /** The text is all but a known fraud script. */
  "textMatchClose",
  /** The caller reached many different people lately. */
  "fanOutHigh",
  /** The caller reached very many different people lately. */
  "fanOutExtreme",
  /** Few of the caller's calls were answered. */
  "answeredLow",
  /** The caller talked long with many different people. */
  "callsLong",
  /** The event came in from abroad. */
  "routeInternational",
  /** The event came in from a virtual operator. */
  "routeVirtual",
  /** The text has a link. */
  "linkPresent",
] as const;

export type Evidence = (typeof EVIDENCE)[number];

/** The bit of a kind of evidence. */
export function evidenceBit(evidence: Evidence): number {
  return 1 << EVIDENCE.indexOf(evidence);
}

/** The names of the bits that are set, in order. */
export function evidenceNames(bits: number): Evidence[] {
  return EVIDENCE.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** Of weights by kind of evidence, the sum of those whose bits are set. */
export function sumWeights(weights: Int32Array, bits: number): number {
  let sum = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) sum += weights[31 - Math.clz32(rest & -rest)]!;
  return sum;
}
