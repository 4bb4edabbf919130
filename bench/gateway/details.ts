/** What only the results of this bench have, in their details: the run at the rate that was found, of each round. */
import { z } from "zod";
import type { BenchResult } from "../harness/result.ts";
import { DOORS } from "./doors.ts";
import { SHAPES } from "./shapes.ts";

const point = z.object({
  door: z.enum(DOORS),
  shape: z.enum(SHAPES),
  ratePerSecond: z.number().positive(),
  offered: z.number(),
  /** Whether it kept the objective. */
  isHeld: z.boolean(),
  responseUs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  lagUs: z.object({ p99: z.number() }),
  /** Of the server, an event; null where the system does not tell. */
  processorUs: z.number().nullable(),
});
export type GatewayPoint = z.infer<typeof point>;

/** Of single events at an easy rate. */
const reload = z.object({
  /** How often the list was loaded meanwhile. */
  reloads: z.int().positive(),
  ratePerSecond: z.number().positive(),
  offered: z.number(),
  quietMaxUs: z.number(),
  reloadMaxUs: z.number(),
  reloadP99Us: z.number(),
  /** The slowest event while numbers were listed one by one, and until each of these was answered. */
  listingMaxUs: z.number(),
  listedMs: z.array(z.number()).min(1),
});
export type ReloadPoint = z.infer<typeof reload>;

/** Of events that are sent as fast as they are answered, whatever each then waits. */
const throughput = z.object({
  door: z.enum(DOORS),
  shape: z.enum(SHAPES),
  eventsPerSecond: z.number().positive(),
  /** Of the server, an event. */
  processorUs: z.number().nullable(),
});
export type Throughput = z.infer<typeof throughput>;

const detailsSchema = z.object({
  points: z.array(point),
  throughputs: z.array(throughput),
  reloads: z.array(reload),
});
export type GatewayDetails = z.infer<typeof detailsSchema>;

export function gatewayDetailsIn({ details }: BenchResult): GatewayDetails | null {
  return detailsSchema.safeParse(details).data ?? null;
}
