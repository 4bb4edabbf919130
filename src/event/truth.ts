/**
 * What the world knows of each event and screening must not: if it is fraud, whose, and of which kind. Only the world
 * writes it, only metrics and reports read it, and a test keeps all other code from importing it.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import type { Labels, LabelsHandle } from "./labels.ts";

export const NO_DOMAIN = 0xffffffff;
export const NO_SLOT = 0xff;
export const NO_WORDING = -1;

function columnSpec(capacity: number) {
  return {
    fraud: ["u8", capacity],
    benignClass: ["u8", capacity],
    subscriber: ["u32", capacity],
    /** Message of the grammar behind a text, as its number in the phrase bank, or NO_WORDING. */
    wording: ["i32", capacity],
    /** The rest is meaningless for benign traffic. */
    gang: ["u16", capacity],
    typology: ["u8", capacity],
    /** Key of the campaign; number of the target within the gang, which is the same through all steps and tries. */
    campaign: ["i32", capacity],
    target: ["u32", capacity],
    /** Step of the script, and which try of it, from 0. */
    step: ["u8", capacity],
    attempt: ["u8", capacity],
    /** Which of the gang's lines (of a call) or senders (of a message) it came from. */
    line: ["u8", capacity],
    technology: ["u8", capacity],
    obfuscation: ["u8", capacity],
    /** Serial number of the gang's domain that the text names, or NO_DOMAIN; and which of its domains that is. */
    domain: ["u32", capacity],
    domainSlot: ["u8", capacity],
  } as const;
}

export type TruthBatch = Labels & Columns<ReturnType<typeof columnSpec>>;

export const TruthBatch = {
  allocate(capacity: number): TruthBatch {
    const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(capacity)));
    return TruthBatch.attach({ buffer, capacity });
  },

  attach(handle: LabelsHandle): TruthBatch {
    return { handle, ...layColumns(handle.buffer, columnSpec(handle.capacity)) };
  },
};

/** The content of labels, for code that may look: all labels are made as truth. */
export function truthOf(labels: Labels): TruthBatch {
  return labels as TruthBatch;
}
