import { z } from "zod";
import { count, MAX_ROWS } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const measures = z.strictObject({ seen: count, blocked: count, decisive: count });

const decisions = z.strictObject({ allowed: count, flagged: count, blocked: count });

export const stagesSchema = {
  stages: z.array(z.strictObject({ stage: z.string(), fraud: measures, benign: measures })).max(MAX_ROWS),
  decidedBy: z
    .array(z.strictObject({ stage: z.string(), fraud: decisions, benign: decisions }))
    .max(MAX_ROWS)
    .refine((rows) => new Set(rows.map(({ stage }) => stage)).size === rows.length, "expected each stage once")
    .describe('every event once, under the stage whose evidence weighed most, "none" where no stage had any'),
  evidence: z.array(z.strictObject({ name: z.string(), fraud: count, benign: count })).max(MAX_ROWS),
};

export type StagesFields = Fields<typeof stagesSchema>;
