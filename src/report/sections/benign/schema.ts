import { z } from "zod";
import { BENIGN_CLASSES } from "../../../event/taxonomy.ts";
import { clusteredPer10000, count } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const counts = { total: count, intercepted: count, flagged: count };

const marks = z.strictObject({
  marks: count.describe("answered calls that people reported whom no gang had engaged"),
  numbers: count.describe("distinct numbers among them"),
});

const benignClass = z.strictObject({
  ...counts,
  marked: marks,
  interceptedPer10000: clusteredPer10000,
  calls: z.strictObject(counts),
  messages: z.strictObject(counts),
});

export const benignSchema = {
  benign: z.strictObject({ ...counts, fraudMarked: marks, byClass: z.record(z.enum(BENIGN_CLASSES), benignClass) }),
};

export type BenignFields = Fields<typeof benignSchema>;
