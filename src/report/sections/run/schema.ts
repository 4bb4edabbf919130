import { z } from "zod";
import { byChannel, count, probability } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const machine = z.strictObject({
  cpu: z.string().describe("the processor's name as the system gives it"),
  cores: count.describe("that the process may run on"),
  quotaCores: z
    .number()
    .positive()
    .nullable()
    .exactOptional()
    .describe("cores that control groups grant; null where none limits them, or that cannot be told"),
  quotaKnown: z.boolean().exactOptional().describe("whether that can be told"),
  memoryMiB: count,
  os: z.string(),
});

export const runSchema = {
  scenario: z.string(),
  seed: z.int(),
  workers: z.int().positive(),
  digest: z.string().regex(/^[0-9a-f]{16}$/),
  reproduce: z.string().describe("the command line that repeats the run"),
  hours: z.strictObject({
    scenario: count.describe("simulated hours with benign traffic and first contacts"),
    untilLastOutcome: count.describe("with those that the run went on for its last episodes"),
    reference: count.describe("hours of the scenario that the scale of reference figures is for"),
  }),
  events: z.strictObject({ total: count, ...byChannel.shape }),
  performance: z.strictObject({
    wallSeconds: z.number().nonnegative(),
    eventsPerSecond: z.number().nonnegative(),
    peakRssMiB: z.number().nonnegative(),
    node: z.string(),
    machine: machine.exactOptional().describe("that the run was made on"),
    mainThreadBusy: probability.describe("share of the wall time that the main thread was busy"),
    wallSecondsAllArms: z.number().nonnegative().describe("with the paired runs"),
  }),
};

export type RunFields = Fields<typeof runSchema>;
