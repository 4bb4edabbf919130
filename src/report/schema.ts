/** The report as a document: its schema and its type, which follow from the list of sections. */
import { z } from "zod";
import { DECISIONS } from "../event/findings.ts";
import { SECTIONS } from "./sections/list.ts";
import type { Fields } from "./sections/section.ts";

/** Raised when a field is removed or changes its meaning, not for a new field. */
export const REPORT_SCHEMA_VERSION = 2;

type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer Each) => void
  ? Each
  : never;
type Shapes = All<(typeof SECTIONS)[number]["schema"]>;

/** The document of a run, report.json: `ringfence schema report` describes each field. */
export type Report = { schemaVersion: typeof REPORT_SCHEMA_VERSION } & Fields<Shapes>;

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    ...(Object.assign({}, ...SECTIONS.map(({ schema }) => schema)) as z.ZodRawShape),
  })
  .meta({
    title: "Ringfence report",
    description: `What a run intercepted, what it did not, who was warned in time, what was lost, and whom it hurt. Of ${DECISIONS.join(", ")}, blocked counts as intercepted.`,
  }) as unknown as z.ZodType<Report>;

/** Draft 2020-12. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-2020-12" });
}
