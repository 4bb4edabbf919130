/** How to run it again, and what a run cannot tell. */
import { countOf, t, type Text } from "../../ui/words.ts";
import { formatCount } from "../../ui/format.ts";
import type { ReportHead } from "../head.ts";
import { prose, section } from "../statement.ts";

/** Read from the head of a report: no two runs are as fast, and the sections of both are the same. */
export function environment(head: ReportHead): (readonly [name: Text, value: Text])[] {
  const { performance, events, hours, workers, seed, digest, reproduce } = head;
  const { wallSeconds, eventsPerSecond, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  const perSecond = formatCount(eventsPerSecond);
  return [
    [
      t`Simulated`,
      t`${countOf(hours.scenario, "hour")}, and until the last episode ended ${formatCount(hours.untilLastOutcome)}`,
    ],
    [
      t`Throughput`,
      t`${countOf(events.total, "event")} in ${wallSeconds.toFixed(1)} s = ${perSecond} events/s, one run`,
    ],
    [t`With the paired runs`, t`${wallSecondsAllArms.toFixed(1)} s`],
    [t`Main thread busy`, `${(100 * mainThreadBusy).toFixed(0)} %`],
    [t`Peak memory`, `${formatCount(peakRssMiB)} MiB`],
    [t`Worker threads`, formatCount(workers)],
    ...machineFacts(machine),
    ["Node.js", node],
    [t`Seed`, String(seed)],
    [t`Digest`, digest],
    [t`Again`, reproduce],
  ];
}

function machineFacts(machine: ReportHead["performance"]["machine"]): (readonly [Text, Text])[] {
  if (machine === undefined) return [];
  const { cpu, cores, quotaCores } = machine;
  const quota = typeof quotaCores === "number" ? t`, a quota of ${Number(quotaCores.toFixed(2))}` : "";
  return [
    [t`Processor`, t`${cpu}, ${countOf(cores, "core")}${quota}`],
    [t`Memory`, `${formatCount(machine.memoryMiB)} MiB`],
    [t`System`, machine.os],
  ];
}

export const limits = section("limits", t`Limits`, () => [
  prose(
    t`The world is synthetic. Figures marked “assumed” in the scenario have no public source: who is taken in, how long it takes, who heeds what. Other values would give the same totals.`,
    t`Intervals are within this world: another seed is another world, and its figures differ by more. Run several.`,
    t`Interception depends on how many complain and how fast cases are decided, which are parameters. Read it as “if this much is reported this fast, then”.`,
    t`Paired runs share their luck person by person, but part company: what is blocked in one may get through in another.`,
    t`Messages come from a finite grammar. A rule that finds them all finds the grammar, and says nothing of real messages.`,
  ),
]);
