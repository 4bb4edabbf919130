import { countOf, t } from "../../../ui/words.ts";
import { formatCount, formatPercent } from "../../format.ts";
import type { LossesFields } from "../losses/schema.ts";
import type { Fact, Section } from "../section.ts";
import { runFields } from "./make.ts";
import { type RunFields, runSchema } from "./schema.ts";

export const runSection: Section<typeof runSchema, Pick<LossesFields, "lossYuan">> = {
  id: "environment",
  title: t`Run it again`,
  schema: runSchema,
  make: runFields,
  show: (report) => [{ facts: environment(report) }, { paragraphs: [SAME_DIGEST] }, { command: report.reproduce }],
};

const SAME_DIGEST = t`The same line gives the same digest, for any number of workers.`;

function environment({
  performance,
  workers,
  hours,
  seed,
  digest,
  lossYuan,
  events,
}: RunFields & Pick<LossesFields, "lossYuan">): Fact[] {
  const { wallSeconds, eventsPerSecond, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  const [perSecond, seconds] = [formatCount(eventsPerSecond), wallSeconds.toFixed(1)];
  const last = formatCount(hours.untilLastOutcome);
  return [
    [t`Simulated`, t`${countOf(hours.scenario, "hour")}, and until the last episode ended ${last}`],
    [t`Throughput`, t`${countOf(events.total, "event")} in ${seconds} s = ${perSecond} events/s, one run`],
    ...(lossYuan.withoutDefences === null ? [] : [pairedRuns(wallSecondsAllArms.toFixed(1))]),
    [t`Main thread busy`, formatPercent({ value: mainThreadBusy }, 0)],
    [t`Peak memory`, `${formatCount(peakRssMiB)} MiB`],
    [t`Worker threads`, formatCount(workers)],
    ...(machine === undefined ? [] : machineFacts(machine)),
    ["Node.js", node],
    [t`Seed`, String(seed)],
    [t`Digest`, digest],
  ];
}

function pairedRuns(seconds: string): Fact {
  return [t`With the paired runs`, t`${seconds} s`];
}

function machineFacts(machine: NonNullable<RunFields["performance"]["machine"]>): Fact[] {
  const { cpu, memoryMiB, os, cores, quotaCores } = machine;
  const quota = typeof quotaCores === "number" ? t`, a quota of ${Number(quotaCores.toFixed(2))}` : "";
  return [
    [t`Processor`, t`${cpu}, ${countOf(cores, "core")}${quota}`],
    [t`Memory`, `${formatCount(memoryMiB)} MiB`],
    [t`System`, os],
  ];
}
