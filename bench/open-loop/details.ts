/** What only the results of this bench have, in their details: histograms, and the rates that were tried. */
import { z } from "zod";
import type { BenchResult } from "../harness/result.ts";
import { VERDICTS } from "./validity.ts";

/** A histogram of all rounds: its percentiles for a chart, and itself for other tools. */
const distribution = z.object({
  unit: z.literal("us"),
  count: z.number(),
  maxUs: z.number(),
  hdr: z.string(),
  spectrum: z.array(z.object({ percentile: z.number().min(0).max(100), us: z.number().nonnegative() })).max(2000),
});
/** A run at one rate: a round, or a probe. Microseconds. */
const point = z.object({
  ratePerSecond: z.number().positive(),
  offered: z.number(),
  achievedPerSecond: z.number(),
  responseUs: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), p999: z.number(), max: z.number() }),
  serviceUs: z.object({ p50: z.number(), p99: z.number() }),
  lagUs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  verdict: z.enum(VERDICTS),
  /** Whether the objective was met, where there was one. */
  meets: z.boolean().optional(),
  /** Of a round to confirm a rate, counted from 1; a probe has none. */
  round: z.number().optional(),
});
const detailsSchema = z.object({
  clock: z.object({ worstUs: z.number(), resolutionUs: z.number() }),
  response: distribution.optional(),
  service: distribution.optional(),
  lag: distribution.optional(),
  points: z.array(point),
  probes: z.array(point).optional(),
});

export type Distribution = z.infer<typeof distribution>;
export type RunPoint = z.infer<typeof point>;
type OpenLoopDetails = z.infer<typeof detailsSchema>;
export type Latencies = Required<Pick<OpenLoopDetails, "response" | "service" | "lag">>;

/** Those of a result; null where they are no such details. */
export function openLoopDetailsIn({ details }: BenchResult): OpenLoopDetails | null {
  return detailsSchema.safeParse(details).data ?? null;
}
