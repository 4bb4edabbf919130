/** What study.json says of a sweep: all that it takes to run it again, and where its points lie. */
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import type { StudyDirectory } from "./study-directory.ts";

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const sweepStudySchema = z.object({
  kind: z.literal("sweep"),
  version: z.string(),
  scenario: z.string(),
  settings: z.array(z.string()),
  design: z.enum(["grid", "list", "random", "latin-hypercube", "sobol", "morris", "sobol-indices"]),
  designPoints: z.number().nullable(),
  designSeed: z.number(),
  over: z.array(z.string()),
  list: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).optional(),
  seeds: z.array(z.number()),
  arms: z.array(z.enum(["interceptionOnly", "noDefences", "withoutCrackdown"])),
  parameters: z.array(z.string()),
  points: z.array(z.array(value)),
});

export type SweepStudy = z.output<typeof sweepStudySchema>;

/** Throws RingfenceError "config" where study.json is of another kind of study, or none. */
export function readSweepStudy(directory: StudyDirectory): SweepStudy {
  const found = sweepStudySchema.safeParse(directory.readStudy());
  if (found.success) return found.data;
  const what = z.prettifyError(found.error).replaceAll("\n", " ");
  throw new RingfenceError("config", `${directory.path}: study.json is of no sweep: ${what}`);
}
