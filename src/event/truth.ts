/**
 * What the world knows of each event and screening must not: whether it is fraud, whose, and which kind.
 * Only the world writes it and only the report reads it; a test keeps everybody else from importing it.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import type { Labels, LabelsHandle } from "./labels.ts";

/** `domain` of an event that names none. */
export const NO_DOMAIN = 0xffffffff;
/** `domainSlot` of such an event. */
export const NO_SLOT = 0xff;
/** `wording` of a call. */
export const NO_WORDING = -1;

function columnSpec(capacity: number) {
  return {
    /** 1 for a contact of a gang, 0 for benign traffic. */
    fraud: ["u8", capacity],
    /** An index into BENIGN_CLASSES; meaningless for fraud. */
    benignClass: ["u8", capacity],
    /** Who is called, by fraud or not. */
    subscriber: ["u32", capacity],
    /** Which message of the grammar a text was made of, by its number in the phrase bank, or NO_WORDING. */
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

/** What labels hold, for those who may look: all labels are made as truth. */
export function truthOf(labels: Labels): TruthBatch {
  return labels as TruthBatch;
}
