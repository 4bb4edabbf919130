import type { Text, Localised } from "../../../core/words.ts";
import { counted, formatCount, formatPercent } from "../../format.ts";
import { coresWords } from "../../machine-words.ts";
import type { LossesFields } from "../losses/schema.ts";
import type { Fact, Section } from "../section.ts";
import { runFields } from "./make.ts";
import { type RunFields, runSchema } from "./schema.ts";

export const runSection: Section<typeof runSchema, Pick<LossesFields, "lossYuan">> = {
  id: "environment",
  title: { en: "Run it again", zh: "重新运行" },
  schema: runSchema,
  make: runFields,
  show: (report) => [{ facts: environment(report) }, { paragraphs: [SAME_DIGEST] }, { command: report.reproduce }],
};

const SAME_DIGEST: Localised = {
  en: "The same line gives the same digest, for any number of workers.",
  zh: "同一命令得到同一摘要，无论多少工作线程。",
};

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
  const [perSecond, total, seconds] = [formatCount(eventsPerSecond), formatCount(events.total), wallSeconds.toFixed(1)];
  const [scenario, last] = [hours.scenario, hours.untilLastOutcome].map(formatCount);
  return [
    [
      { en: "Simulated", zh: "仿真" },
      {
        en: `${counted(hours.scenario, "hour")}, and until the last episode ended ${last}`,
        zh: `${scenario} 小时，到最后一起诈骗结束为 ${last} 小时`,
      },
    ],
    [
      { en: "Throughput", zh: "吞吐" },
      {
        en: `${counted(events.total, "event")} in ${seconds} s = ${perSecond} events/s, one run`,
        zh: `${seconds} 秒内 ${total} 条事件 = 每秒 ${perSecond} 条，一次运行`,
      },
    ],
    ...(lossYuan.withoutDefences === null ? [] : [pairedRuns(wallSecondsAllArms.toFixed(1))]),
    [{ en: "Main thread busy", zh: "主线程忙碌" }, formatPercent({ value: mainThreadBusy }, 0)],
    [{ en: "Peak memory", zh: "内存峰值" }, `${formatCount(peakRssMiB)} MiB`],
    [{ en: "Worker threads", zh: "工作线程" }, formatCount(workers)],
    ...(machine === undefined ? [] : machineFacts(machine)),
    ["Node.js", node],
    [{ en: "Seed", zh: "种子" }, String(seed)],
    [{ en: "Digest", zh: "摘要" }, digest],
  ];
}

function pairedRuns(seconds: string): Fact {
  return [
    { en: "With the paired runs", zh: "连同配对运行" },
    { en: `${seconds} s`, zh: `${seconds} 秒` },
  ];
}

function machineFacts(machine: NonNullable<RunFields["performance"]["machine"]>): Fact[] {
  const { cpu, memoryMiB, os, cores, quotaCores } = machine;
  const processor: Text = {
    en: `${cpu}, ${coresWords(machine)}`,
    zh: `${cpu}，${cores} 核${typeof quotaCores === "number" ? `，配额 ${Number(quotaCores.toFixed(2))}` : ""}`,
  };
  return [
    [{ en: "Processor", zh: "处理器" }, processor],
    [{ en: "Memory", zh: "内存" }, `${formatCount(memoryMiB)} MiB`],
    [{ en: "System", zh: "系统" }, os],
  ];
}
