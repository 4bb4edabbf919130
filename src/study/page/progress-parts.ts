/** How far a study has come, in words of both languages: for the terminal and the page of a study that is alive. */
import { counted, formatCount } from "../../core/counted.ts";
import { type Text, type Words } from "../../core/words.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { StudyStatus } from "../status.ts";

/** Of what may be many, so much is named. */
const MAX_NAMED = 5;

export function statusFacts(status: StudyStatus): [Text, Text][] {
  const { studies, directory, runs, failures } = status;
  const more = failures.length - MAX_NAMED;
  return [
    [{ en: "Study", zh: "研究" }, `${studies.join(", ")} (${directory})`],
    [{ en: "Runs", zh: "运行" }, runWords(runs)],
    [{ en: "Left", zh: "剩余" }, leftWords(status)],
    ...failures.slice(0, MAX_NAMED).map(({ variant, seed, error }): [Text, Text] => [
      { en: "Failed", zh: "失败" },
      { en: `${variant}, seed ${seed}: ${error}`, zh: `${variant}，种子 ${seed}：${error}` },
    ]),
    ...(more > 0
      ? [["", { en: `and ${formatCount(more)} more`, zh: `另有 ${formatCount(more)} 个` }] as [Text, Text]]
      : []),
  ];
}

export function runWords({ total, done, running, failed }: StudyStatus["runs"]): Words {
  const of = total === null ? { en: "", zh: "" } : { en: ` of ${formatCount(total)}`, zh: ` / ${formatCount(total)}` };
  return {
    en: `${formatCount(done)}${of.en} done, ${formatCount(running)} running, ${formatCount(failed)} failed`,
    zh: `完成 ${formatCount(done)}${of.zh}，进行中 ${formatCount(running)}，失败 ${formatCount(failed)}`,
  };
}

export function leftWords({ isComplete, secondsLeft, nodes, runs }: StudyStatus): Words {
  if (isComplete) return { en: "nothing: the results are written", zh: "无：结果已写出" };
  if (nodes.every(({ working }) => working === 0)) return { en: "nobody works on it now", zh: "现在没有进程在运行" };
  if (secondsLeft === null) return { en: "cannot be told yet", zh: "还无法估计" };
  const some = { en: `${counted(runs.running, "run")} at a time`, zh: `同时 ${formatCount(runs.running)} 个` };
  const at = Math.max(1, secondsLeft);
  if (at < 90) return { en: `${Math.ceil(at)} s, ${some.en}`, zh: `${Math.ceil(at)} 秒，${some.zh}` };
  const minutes = Math.ceil(at / 60);
  if (minutes < 120) return { en: `${minutes} min, ${some.en}`, zh: `${minutes} 分钟，${some.zh}` };
  return { en: `${(at / 3600).toFixed(1)} h, ${some.en}`, zh: `${(at / 3600).toFixed(1)} 小时，${some.zh}` };
}

export function nodeTable({ nodes }: StudyStatus): ReportTable {
  return {
    head: [
      { en: "Node", zh: "节点" },
      { en: "working", zh: "工作中" },
      { en: "lost", zh: "失联" },
      { en: "ended", zh: "已结束" },
      { en: "running", zh: "进行中" },
      { en: "done", zh: "完成" },
      { en: "failed", zh: "失败" },
      { en: "s a run", zh: "秒/次" },
      { en: "core-s a run", zh: "核秒/次" },
    ],
    rows: nodes.map(({ node, secondsPerRun, coreSecondsPerRun, ...counts }) => [
      node,
      ...[counts.working, counts.lost, counts.ended, counts.running, counts.done, counts.failed].map(formatCount),
      ...[secondsPerRun, coreSecondsPerRun].map((each) =>
        each === null ? "" : Number(each.toPrecision(3)).toString(),
      ),
    ]),
    notes: [
      {
        en: "working, lost, ended: processes. Lost: no sign of life for two minutes; others take over what it ran.",
        zh: "工作中、失联、已结束：进程数。失联：两分钟没有动静，它的运行由别的进程接手。",
      },
    ],
  };
}
