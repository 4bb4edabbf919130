/** How far a study has come, in words of both languages: for the terminal and the page of a study that is alive. */
import { counted, formatCount } from "../../core/counted.ts";
import { packageVersion } from "../../core/version.ts";
import { sumOf } from "../../core/sum.ts";
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
    ...workFacts(status),
    [{ en: "Left", zh: "剩余" }, leftWords(status)],
    ...status.warnings
      .slice(0, MAX_NAMED)
      .map(({ kind, of }): [Text, Text] => [{ en: "Note", zh: "注意" }, WARNING_WORDS[kind](of)]),
    ...failures.slice(0, MAX_NAMED).map(({ variant, seed, error }): [Text, Text] => [
      { en: "Failed", zh: "失败" },
      { en: `${variant}, seed ${seed}: ${error}`, zh: `${variant}，种子 ${seed}：${error}` },
    ]),
    ...(more > 0
      ? [["", { en: `and ${formatCount(more)} more`, zh: `另有 ${formatCount(more)} 个` }] as [Text, Text]]
      : []),
  ];
}

const WARNING_WORDS: Readonly<Record<StudyStatus["warnings"][number]["kind"], (of: string) => Words>> = {
  version: (of) => ({
    en: `a process of Ringfence ${of} was here, and this is ${packageVersion()}: runs of one are none of the other`,
    zh: `这里有过 Ringfence ${of} 的进程，而本程序是 ${packageVersion()}：不同版本的运行不通用`,
  }),
  note: (of) => ({
    en: `${of} is empty, half written or damaged: its process ended as it began, or the disk is full`,
    zh: `${of} 是空的、只写了一半或已损坏：其进程刚启动就结束了，或磁盘已满`,
  }),
  lines: (of) => ({
    en: `runs whose lines are not as they were written count as missing, and are made again: ${of}`,
    zh: `记录与写入时不同的运行视为缺失，将重做：${of}`,
  }),
  slow: (of) => ({
    en: `it took ${of} s to read the directory: its server of files is slow, and this may be as old`,
    zh: `读取目录用了 ${of} 秒：文件服务器很慢，以上情况可能已过时`,
  }),
};
const DOING_WORDS: Readonly<Record<keyof StudyStatus["processes"], Words>> = {
  running: { en: "with runs", zh: "正在运行" },
  looking: { en: "looking for runs", zh: "寻找运行" },
  waiting: { en: "waiting for runs of others", zh: "等待别人的运行" },
  writing: { en: "writing results", zh: "写出结果" },
};
const TASK_WORDS: Readonly<Record<keyof StudyStatus["tasks"][number]["counts"], Words>> = {
  queued: { en: "not begun", zh: "未开始" },
  starting: { en: "starting", zh: "启动中" },
  working: { en: "at work", zh: "工作中" },
  ended: { en: "ended", zh: "已结束" },
  lost: { en: "lost (see its log in rounds/)", zh: "失联（见 rounds/ 中的日志）" },
};

/** What processes and tasks do that are at work. */
function workFacts({ processes, tasks }: StudyStatus): [Text, Text][] {
  const all = sumOf(Object.values(processes));
  const doing = tallyWords(processes, DOING_WORDS);
  const atWork = { en: `${formatCount(all)} at work: ${doing.en}`, zh: `${formatCount(all)} 个在工作：${doing.zh}` };
  return [
    ...(all === 0 ? [] : [[{ en: "Processes", zh: "进程" }, atWork] as [Text, Text]]),
    ...tasks.map(({ round, verb, job, counts }): [Text, Text] => {
      const { en, zh } = tallyWords(counts, TASK_WORDS);
      const value = {
        en: `${verb}, round ${round}, job ${job}: ${en}`,
        zh: `${verb} 第 ${round} 轮，作业 ${job}：${zh}`,
      };
      return [{ en: "Tasks", zh: "任务" }, value];
    }),
  ];
}

/** Of what there is any. */
function tallyWords<Name extends string>(counts: Record<Name, number>, words: Readonly<Record<Name, Words>>): Words {
  const some = (Object.keys(words) as Name[]).filter((name) => counts[name] > 0);
  return {
    en: some.map((name) => `${formatCount(counts[name])} ${words[name].en}`).join(", "),
    zh: some.map((name) => `${formatCount(counts[name])} 个${words[name].zh}`).join("，"),
  };
}

export function runWords({ total, done, running, failed }: StudyStatus["runs"]): Words {
  const of = total === null ? { en: "", zh: "" } : { en: ` of ${formatCount(total)}`, zh: ` / ${formatCount(total)}` };
  return {
    en: `${formatCount(done)}${of.en} done, ${formatCount(running)} running, ${formatCount(failed)} failed`,
    zh: `完成 ${formatCount(done)}${of.zh}，进行中 ${formatCount(running)}，失败 ${formatCount(failed)}`,
  };
}

export function leftWords({ isComplete, secondsLeft, secondsSinceSign, nodes, runs, tasks }: StudyStatus): Words {
  if (isComplete && runs.failed === 0) return { en: "nothing: the results are written", zh: "无：结果已写出" };
  if (isComplete)
    return { en: "nothing: the results are written, without what failed", zh: "无：结果已写出，不含失败的运行" };
  const comes = tasks.some(({ counts }) => counts.queued + counts.starting > 0);
  if (!comes && nodes.every(({ working }) => working === 0)) return nobodyWords(secondsSinceSign);
  if (secondsLeft === null) return { en: "cannot be told yet", zh: "还无法估计" };
  const time = timeWords(secondsLeft);
  if (runs.running === 0) return time;
  const some = { en: `${counted(runs.running, "run")} at a time`, zh: `同时 ${formatCount(runs.running)} 个` };
  return { en: `${time.en} more, ${some.en}`, zh: `还需 ${time.zh}，${some.zh}` };
}

function nobodyWords(secondsSinceSign: number | null): Words {
  const ago = secondsSinceSign === null ? null : timeWords(secondsSinceSign);
  return {
    en: `nobody works on it now${ago === null ? "" : `; the last sign of life was ${ago.en} ago`}`,
    zh: `现在没有进程在运行${ago === null ? "" : `；最后的动静在${ago.zh}前`}`,
  };
}

function timeWords(seconds: number): Words {
  if (seconds < 90) return { en: `${Math.ceil(Math.max(1, seconds))} s`, zh: `${Math.ceil(Math.max(1, seconds))} 秒` };
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return { en: `${minutes} min`, zh: `${minutes} 分钟` };
  return { en: `${(seconds / 3600).toFixed(1)} h`, zh: `${(seconds / 3600).toFixed(1)} 小时` };
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
