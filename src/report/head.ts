/** What was run, where, and how fast: the part of a report that is no figure of the simulated world. */
import { z } from "zod";
import { assert } from "../core/assert.ts";
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import { formatDigest, mergeDigest } from "../metrics/digest.ts";
import { balanceLedger } from "../metrics/ledger.ts";
import { digestLoop } from "../metrics/loop-digest.ts";
import type { LoopInput, LoopRecords } from "../metrics/loop-input.ts";
import type { Tally } from "../metrics/tally.ts";
import type { TracedWarning } from "../metrics/traced-warning.ts";
import type { FilterTrial } from "../detect/blocklist/try-filter.ts";

export const count = z.int().nonnegative();

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

const seconds = z.number().nonnegative();

const module = z.strictObject({
  name: z.string(),
  sha256: z.string().nullable().describe("of its file; null if it is shipped"),
});

export const headShape = {
  scenario: z.string(),
  seed: z.int(),
  workers: z.int().positive(),
  digest: z.string().regex(/^[0-9a-f]{16}$/),
  reproduce: z.string().describe("the command line that repeats the run"),
  policy: module.describe("whom to warn is decided by it"),
  strategy: module.describe("what gangs change is decided by it"),
  hours: z.strictObject({
    scenario: count.describe("simulated hours with benign traffic and first contacts"),
    untilLastOutcome: count.describe("with those that the run went on for its last episodes"),
    reference: count.describe("hours of the scenario that the scale of reported figures is for"),
  }),
  events: z.strictObject({ total: count, calls: count, messages: count }),
  performance: z.strictObject({
    wallSeconds: seconds,
    eventsPerSecond: seconds,
    peakRssMiB: seconds,
    node: z.string(),
    machine: machine.exactOptional().describe("that the run was made on"),
    mainThreadBusy: z.number().min(0).max(1).describe("share of the wall time that the main thread was busy"),
    wallSecondsAllArms: seconds.describe("with the paired runs"),
  }),
};

export type ReportHead = z.infer<z.ZodObject<typeof headShape>>;

/** The result of a run and of its paired runs. */
export interface ReportInput {
  readonly scenario: string;
  readonly seed: number;
  readonly workers: number;
  readonly reproduce: string;
  readonly policy: ReportHead["policy"];
  readonly strategy: ReportHead["strategy"];
  readonly tally: Tally;
  /** Counted apart from the tally: see `balanceLedger`. */
  readonly planned?: number;
  /** Tried at the end of the run; null without one. */
  readonly filter: FilterTrial | null;
  /** Tried at the end too; null or left out if it decides as `scan` does. */
  readonly matcher?: MatcherTrial | null;
  readonly loop: LoopInput;
  readonly performance: Omit<ReportHead["performance"], "eventsPerSecond">;
}

export interface RunResult extends ReportInput {
  readonly traced: readonly TracedWarning[];
}

export function headOf({ tally, planned, loop, performance, ...run }: RunResult): ReportHead {
  const { generated: total, byChannel } = balanceLedger(tally, planned);
  const { scenario, seed, workers, reproduce, policy, strategy } = run;
  const { wallSeconds, peakRssMiB, node, machine: made, mainThreadBusy, wallSecondsAllArms } = performance;
  assert(wallSeconds > 0, `a run takes time, got ${wallSeconds} s`);
  return {
    scenario,
    seed,
    workers,
    digest: digestRun(tally, loop),
    reproduce,
    policy,
    strategy,
    hours: { scenario: loop.hours, untilLastOutcome: loop.hoursRun, reference: loop.referenceHours },
    events: { total, calls: byChannel.calls.generated, messages: byChannel.messages.generated },
    performance: {
      wallSeconds: toThousandths(wallSeconds),
      eventsPerSecond: Math.round(total / wallSeconds),
      peakRssMiB: Math.round(peakRssMiB * 10) / 10,
      node,
      ...(made === undefined ? {} : { machine: made }),
      // Two clocks are read, so a thread without a pause can measure a hair above 1.
      mainThreadBusy: Math.min(1, toThousandths(mainThreadBusy)),
      wallSecondsAllArms: toThousandths(wallSecondsAllArms),
    },
  };
}

/** Sums the digests of events and loop in a copy: a report may be built twice. */
export function digestRun(tally: Tally, loop: LoopRecords): string {
  const digest = new Uint32Array(2);
  mergeDigest(digest, tally.columns.digest);
  digestLoop(digest, loop);
  return formatDigest(digest);
}

function toThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
