/** What the doctor found, as a document: its schema, from which its type follows. */
import { z } from "zod";
import { environmentSchema } from "../harness/result.ts";

/** Raised when a field is taken away or changes its meaning. */
export const DOCTOR_SCHEMA_VERSION = 1;

/** `bad`: figures measured here must not be used. `beware`: they may, with the advice in mind. */
const FINDING_STATES = ["good", "beware", "bad"] as const;

/** How much longer than asked something took: the middle and the worst. */
const overshoot = z.strictObject({ median: z.number(), worst: z.number() });
const percentiles = z.array(z.number()).length(4);

/** What was measured. */
const figuresSchema = z.strictObject({
  /** That this process may use: of the machine, or of its control group. */
  memoryMiB: z.number(),
  timers: z.strictObject({
    /** The smallest step of performance.now() that was seen. */
    stepUs: z.number(),
    /** Of a thread that slept, and of a timer of the event loop. */
    sleepOvershootUs: overshoot,
    timeoutOvershootUs: overshoot,
  }),
  clock: z.strictObject({ pings: z.int(), worstUs: z.number(), resolutionUs: z.number() }),
  generatorEventsPerSecond: z.number(),
  noise: z.strictObject({
    repeats: z.int(),
    /** Of the times that one piece of work took. */
    coefficientOfVariation: z.number(),
    /**
     * The smallest worsening, as a factor less 1, that `ringfence bench compare` would call one in 8 of 10 comparisons
     * of twenty pairs and three figures, by its own tests, corrections and minimum effect; never below the last.
     */
    smallestChange: z.number(),
    /** Cores that others kept busy meanwhile. */
    othersBusyCores: z.number(),
  }),
  /** Percentiles 50, 95, 99 and 99.9 in milliseconds. */
  selfTest: z.array(
    z.strictObject({ method: z.string(), readMs: percentiles, expectedMs: percentiles, holds: z.boolean() }),
  ),
});

export const doctorSchema = z.strictObject({
  schemaVersion: z.literal(DOCTOR_SCHEMA_VERSION),
  environment: environmentSchema,
  /** Whether nothing is bad. */
  canMeasure: z.boolean(),
  canMeasureNow: z.boolean().describe("false, too, where others keep too many cores busy at the moment"),
  findings: z.array(
    z.strictObject({
      what: z.string(),
      state: z.enum(FINDING_STATES),
      found: z.string(),
      /** Null where all is well. */
      advice: z.string().nullable(),
    }),
  ),
  figures: figuresSchema,
});

export type Figures = z.infer<typeof figuresSchema>;
export type DoctorDocument = z.infer<typeof doctorSchema>;
export type Finding = DoctorDocument["findings"][number];

export function doctorJsonSchema(): object {
  return z.toJSONSchema(doctorSchema);
}
