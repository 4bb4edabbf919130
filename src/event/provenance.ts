/**
 * What an operator has on record of a caller, and of the domains that a text names: packed into one word of an event,
 * in which 0 says that nothing is known. Values saturate; what is packed and read again is packed as the same word.
 */

/** One record: its place in the word, and the meaning of its codes; code 0: unknown. */
export interface ProvenanceField {
  readonly name: string;
  readonly shift: number;
  readonly bits: number;
  readonly codeOf: (value: number) => number;
  readonly valueOf: (code: number) => number;
}

const plainFrom = (first: number, shift: number, bits: number) => ({
  shift,
  bits,
  codeOf: (value: number) => Math.min((1 << bits) - 1, Math.max(1, Math.round(value) - first + 1)),
  valueOf: (code: number) => code + first - 1,
});

/** A stage's tables go by these places: of the number, of its traffic, and of the domain. */
export const NUMBER_BITS = 11;
export const TRAFFIC_BITS = 13;

/** Names are those of columns in files. */
export const PROVENANCE_FIELDS = {
  /** Whole days since the number was activated, up to 2,046. */
  numberAgeDays: { name: "number_age_days", ...plainFrom(0, 0, NUMBER_BITS) },
  /** Numbers that its device has shown so far, itself included: 1 to 31. */
  deviceNumbers: { name: "device_numbers", ...plainFrom(1, 11, 5) },
  /** Cells in which it was seen in a day: 1 to 15. */
  cells: { name: "cells", ...plainFrom(1, 16, 4) },
  /** Of its calls, the share that it made, in tenths. */
  outgoingShare: {
    name: "outgoing_share",
    shift: 20,
    bits: 4,
    codeOf: (share: number) => Math.min(10, Math.max(0, Math.round(share * 10))) + 1,
    valueOf: (code: number) => (code - 1) / 10,
  },
  /** Whole days since the youngest domain of the text was registered, up to 30. */
  domainAgeDays: { name: "domain_age_days", ...plainFrom(0, 24, 5) },
} as const satisfies Readonly<Record<string, ProvenanceField>>;

export type ProvenanceName = keyof typeof PROVENANCE_FIELDS;
/** By name; null or left out: unknown. */
export type ProvenanceValues = Readonly<Partial<Record<ProvenanceName, number | null>>>;

const FIELDS = Object.entries(PROVENANCE_FIELDS) as [ProvenanceName, ProvenanceField][];

export function packProvenance(values: ProvenanceValues): number {
  let word = 0;
  for (const [name, field] of FIELDS) {
    const value = values[name];
    if (value !== undefined && value !== null) word |= packField(field, value);
  }
  return word >>> 0;
}

/** The bits of a known value, as a signed integer. */
export function packField({ shift, codeOf }: ProvenanceField, value: number): number {
  return codeOf(value) << shift;
}

export function provenanceValue(word: number, { shift, bits, valueOf }: ProvenanceField): number | null {
  const code = (word >>> shift) & ((1 << bits) - 1);
  return code === 0 ? null : valueOf(code);
}

export function unpackProvenance(word: number): Record<ProvenanceName, number | null> {
  const values = FIELDS.map(([name, field]) => [name, provenanceValue(word, field)]);
  return Object.fromEntries(values) as Record<ProvenanceName, number | null>;
}
