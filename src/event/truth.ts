/**
 * What the world knows of each event and screening must not: whether it is fraud, whose, and which kind.
 * Only the world writes it and only the report reads it; a test keeps everybody else from importing it.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";

/** The classes of honest traffic. The order is the code in the `benignClass` column. */
export const BENIGN_CLASSES = [
  "family",
  "work",
  "courier",
  "delivery",
  "otp",
  "bank",
  "hospital",
  "school",
  "marketing",
  "government",
  "stranger",
] as const;
export type BenignClass = (typeof BENIGN_CLASSES)[number];

/** The twelve categories of the CCL23 evaluation, task 6, as the ministry names them. */
export const TYPOLOGIES = [
  "brushing",
  "investment",
  "loan",
  "customer-service",
  "police",
  "credit-repair",
  "shopping",
  "acquaintance",
  "romance",
  "game-trading",
  "account-theft",
  "other",
] as const;
export type Typology = (typeof TYPOLOGIES)[number];

/** What a gang calls or sends from. The order is the code in the `technology` column. */
export const TECHNOLOGIES = [
  "mobile",
  "virtual",
  "landline",
  "enterprise",
  "abroad",
  "spoofed-hotline",
  "sim-box",
] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** The rungs of the obfuscation ladder: 0 to 5. Calls have none and carry 0. */
export const OBFUSCATION_LEVELS = 6;

/** `domain` of an event that names none. */
export const NO_DOMAIN = 0xffffffff;

function columnSpec(capacity: number) {
  return {
    /** 1 for a contact of a gang, 0 for honest traffic. */
    fraud: ["u8", capacity],
    /** An index into BENIGN_CLASSES; meaningless for fraud. */
    benignClass: ["u8", capacity],
    /** The rest is meaningless for honest traffic. */
    gang: ["u16", capacity],
    typology: ["u8", capacity],
    stage: ["u8", capacity],
    technology: ["u8", capacity],
    obfuscation: ["u8", capacity],
    /** Serial number of the gang's domain that the text names, or NO_DOMAIN. */
    domain: ["u32", capacity],
  } as const;
}

type TruthColumns = Columns<ReturnType<typeof columnSpec>>;

export interface TruthHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
}

export class TruthBatch {
  readonly handle: TruthHandle;
  readonly fraud: TruthColumns["fraud"];
  readonly benignClass: TruthColumns["benignClass"];
  readonly gang: TruthColumns["gang"];
  readonly typology: TruthColumns["typology"];
  readonly stage: TruthColumns["stage"];
  readonly technology: TruthColumns["technology"];
  readonly obfuscation: TruthColumns["obfuscation"];
  readonly domain: TruthColumns["domain"];

  private constructor(handle: TruthHandle) {
    const columns = layColumns(handle.buffer, columnSpec(handle.capacity));
    this.handle = handle;
    this.fraud = columns.fraud;
    this.benignClass = columns.benignClass;
    this.gang = columns.gang;
    this.typology = columns.typology;
    this.stage = columns.stage;
    this.technology = columns.technology;
    this.obfuscation = columns.obfuscation;
    this.domain = columns.domain;
  }

  static allocate(capacity: number): TruthBatch {
    const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(capacity)));
    return new TruthBatch({ buffer, capacity });
  }

  static attach(handle: TruthHandle): TruthBatch {
    return new TruthBatch(handle);
  }
}
