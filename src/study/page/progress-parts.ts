/** How far a study has come, in words of both languages: for the terminal and the page of a study that is alive. */
import { counted, formatCount } from "../../core/counted.ts";
import { packageVersion } from "../../core/version.ts";
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
    ...processFacts(status),
    ...status.tasks.map((tasks): [Text, Text] => [{ en: "Tasks", zh: "任务" }, taskWords(tasks)]),
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
    en: `a process of Ringfence ${of} works or worked here, and this is ${packageVersion()}: runs of one version are none of another. Use one version`,
    zh: `这里有 Ringfence ${of} 的进程，而本程序是 ${packageVersion()}：不同版本的运行不通用。请使用同一版本`,
  }),
  emptyNote: (of) => ({
    en: `${of} is empty: its process ended as it began, or cannot write. Is there room on the disk?`,
    zh: `${of} 是空的：进程刚启动就结束了，或无法写入。磁盘还有空间吗？`,
  }),
  damagedNote: (of) => ({
    en: `${of} is half written or damaged, so its process is not counted. One that lives writes it anew every five seconds`,
    zh: `${of} 只写了一半或已损坏，其进程未计入。仍在运行的进程每五秒重写一次`,
  }),
  alteredLines: (of) => ({
    en: `${counted(Number(of), "line")} of runs ${of === "1" ? "is" : "are"} not as written: such runs count as missing and are made again`,
    zh: `${of} 行运行记录与写入时不同：这些运行视为缺失，将重做`,
  }),
  readOnly: (of) => ({
    en: `nothing may be written in ${of}, so the clock of this machine must tell whether processes live`,
    zh: `${of} 不可写：只能用本机时钟判断进程是否仍在运行`,
  }),
  slow: (of) => ({
    en: `the directory took ${of} s to read: its server of files is slow, and what stands above may be that old`,
    zh: `读取目录用了 ${of} 秒：文件服务器很慢，以上情况可能已过时`,
  }),
};

/** What they do that are at work; nothing where nobody is. */
function processFacts({ processes }: StudyStatus): [Text, Text][] {
  const { running, looking, waiting, writing } = processes;
  const all = running + looking + waiting + writing;
  const parts = countWords([
    [running, "with runs", "正在运行"],
    [looking, "looking for runs", "寻找运行"],
    [waiting, "waiting for runs of others", "等待别人的运行"],
    [writing, "writing results", "写出结果"],
  ]);
  const value = { en: `${formatCount(all)} at work: ${parts.en}`, zh: `${formatCount(all)} 个在工作：${parts.zh}` };
  return all === 0 ? [] : [[{ en: "Processes", zh: "进程" }, value]];
}

function taskWords({ round, verb, job, queued, starting, working, ended, lost }: StudyStatus["tasks"][number]): Words {
  const parts = countWords([
    [queued, "not begun", "未开始"],
    [starting, "starting", "启动中"],
    [working, "at work", "工作中"],
    [ended, "ended", "已结束"],
    [lost, `lost: see rounds/${round}-*.log`, `失联：见 rounds/${round}-*.log`],
  ]);
  return {
    en: `${verb}, round ${round}, job ${job}: ${parts.en}`,
    zh: `${verb} 第 ${round} 轮，作业 ${job}：${parts.zh}`,
  };
}

/** Those that are more than none. */
function countWords(parts: readonly (readonly [amount: number, en: string, zh: string])[]): Words {
  const some = parts.filter(([amount]) => amount > 0);
  return {
    en: some.map(([amount, words]) => `${formatCount(amount)} ${words}`).join(", "),
    zh: some.map(([amount, , words]) => `${formatCount(amount)} 个${words}`).join("，"),
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
  if (isComplete) return { en: "nothing: the results are written", zh: "无：结果已写出" };
  const comes = tasks.some(({ queued, starting }) => queued + starting > 0);
  if (!comes && nodes.every(({ working }) => working === 0))
    return secondsSinceSign === null ? NOBODY : saidAgo(timeWords(secondsSinceSign));
  if (secondsLeft === null) return { en: "cannot be told yet", zh: "还无法估计" };
  const time = timeWords(secondsLeft);
  if (runs.running === 0) return time;
  const some = { en: `${counted(runs.running, "run")} at a time`, zh: `同时 ${formatCount(runs.running)} 个` };
  return { en: `${time.en}, ${some.en}`, zh: `${time.zh}，${some.zh}` };
}

const NOBODY: Words = { en: "nobody works on it now", zh: "现在没有进程在运行" };

function saidAgo({ en, zh }: Words): Words {
  return { en: `${NOBODY.en}; the last sign of life was ${en} ago`, zh: `${NOBODY.zh}；最后的动静在${zh}前` };
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
