/**
 * `ringfence study submit`: a study as an array of Slurm, or by GNU parallel. Each round looks how far the study has
 * come: it writes the results where all is there, and else starts processes that share what is left. So what a search
 * goes on to, what a lost node left and what is new are one thing.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { spawn } from "node:child_process";
import { realpathSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { commandName } from "../../core/command-name.ts";
import { counted } from "../../core/counted.ts";
import { RingfenceError, errorCode, messageOf } from "../../core/errors.ts";
import { sumOf } from "../../core/sum.ts";
import { ProcessLock } from "../../core/file/process-lock.ts";
import { print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../../detect/own-stages.ts";
import { TASK_VARIABLE } from "../../study/cells/process-note.ts";
import { type Round, Rounds } from "../../study/cells/rounds.ts";
import { studyStatus } from "../../study/status.ts";
import type { StudyResult } from "../../study/study.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect } from "../options/options.ts";
import { shellQuote } from "../options/shell-quote.ts";
import { HOST_VARIABLES, HOST_WORDS, HostFaults } from "./host-faults.ts";
import { nextScript, type Resources, type Script, taskScript } from "./job-script.ts";
import { staleOption, triesOption } from "./sharing.ts";

export interface SubmitOptions extends Resources {
  readonly slurm?: boolean;
  readonly parallel?: boolean;
  readonly hosts?: string;
  readonly tasks: number;
  readonly pack?: number;
  readonly sbatch: readonly string[];
  readonly tries: number;
  readonly stale: number;
  readonly dryRun?: boolean;
  readonly follow?: boolean;
  readonly allowModules?: boolean;
  readonly page: boolean;
}

/** What is submitted: a verb with all its words, in a directory that all machines see. */
export interface Submitted {
  readonly verb: string;
  readonly directory: string;
  /** How far it has come; writes results where all is there. `isDry`: writes nothing. */
  readonly look: (isDry: boolean) => Promise<StudyResult<object>>;
}

/** Of Slurm, unless its MaxArraySize says otherwise. */
const MAX_TASKS = 1_000;
const DEFAULT_TASKS = 64;
/** Runs that a core gets of a task, where nothing is said: starting a process should take little of its time. */
const RUNS_A_CORE = 4;
/** Names of what `addSubmitOptions` adds, but for those of other processes too. */
export const SUBMIT_OPTIONS = "slurm parallel hosts partition time memory cores tasks pack sbatch dryRun follow".split(
  " ",
);
const MAX_CORES = 1_024;
/** Jobs that a message names. */
const MAX_NAMED = 5;

export function addSubmitOptions(command: Command): Command {
  return command
    .option("--slurm", "as a job array of Slurm")
    .option("--parallel", "by GNU parallel, on this machine")
    .option(
      "--hosts <list>",
      "with --parallel, by ssh on these, separated by commas, as 4/node1 for 4 at a time",
      parseHosts,
    )
    .option("--partition <name>", "of Slurm", named(/^[\w.,-]+$/, "the name of a partition"))
    .option(
      "--time <limit>",
      "of a task, as Slurm takes it: 30, 2:00:00, 1-12",
      named(/^[\d:-]+$/, "minutes, h:mm:ss or d-h"),
    )
    .option("--memory <size>", "of a task, as 4G", named(/^\d+[KMGT]?$/i, "a size as 4G"))
    .option("--cores <n>", "of a task: runs side by side", wholeNumber(1, MAX_CORES), 1)
    .option("--tasks <n>", "tasks at most", wholeNumber(1, MAX_TASKS), DEFAULT_TASKS)
    .option("--pack <n>", `runs that a task gets at least (default: ${RUNS_A_CORE} a core)`, wholeNumber(1, 1_000_000))
    .addOption(
      new Option(
        "--sbatch <option>",
        "a further option of sbatch, as --sbatch=--account=lab; may be given more than once",
      )
        .argParser((written: string, earlier: string[]) => collect(sbatchOption(written), earlier))
        .default([], "none"),
    )
    .addOption(triesOption())
    .addOption(staleOption())
    .option("--dry-run", "print the script, and do nothing")
    .option("--no-page", "write no page")
    .addOption(new Option("--follow", "submitted by the round before").hideHelp());
}

function named(pattern: RegExp, words: string): (written: string) => string {
  return (written) => {
    if (pattern.test(written)) return written;
    throw new InvalidArgumentError(`Expected ${words}.`);
  };
}

function parseHosts(written: string): string {
  const hosts = written.split(",");
  if (hosts.every((host) => /^(?:\d+\/)?(?::|[\w][\w.@:-]*)$/.test(host))) return written;
  throw new InvalidArgumentError("Expected names of hosts, as node1,4/me@node2, or : for this machine.");
}

function sbatchOption(written: string): string {
  if (/^--[a-z][\w-]*(?:=[\x20-\x7e]*)?$/.test(written)) return written;
  throw new InvalidArgumentError("Expected a long option with its value, as --account=lab.");
}

/** Null once something is submitted or printed; else what the study came to. */
export async function submit(asked: Submitted, options: SubmitOptions): Promise<StudyResult<object> | null> {
  const { slurm = false, parallel = false, hosts, dryRun = false, follow = false } = options;
  if (slurm === parallel) throw new RingfenceError("usage", "--slurm or --parallel: take one of them");
  if (hosts !== undefined && !parallel) throw new RingfenceError("usage", "--hosts goes with --parallel");
  const rounds = new Rounds(asked.directory);
  if (!follow && !dryRun) await refuseBeside(asked, rounds);
  const result = await asked.look(dryRun);
  if (result.missing === 0) return result;
  if (dryRun) {
    print(process.stdout, taskScript(scriptOf(asked, options), tasksFor(result.missing, options)));
    return null;
  }
  if (follow) return runRounds(asked, rounds, result, options);
  // Of two that began at once neither saw the other's job.
  const path = join(asked.directory, `submit-${asked.verb}`);
  const lock = await ProcessLock.take(path, `the rounds of ${asked.verb}`, "give this command again once it has ended");
  try {
    await refuseBeside(asked, rounds);
    return await runRounds(asked, rounds, result, options);
  } finally {
    lock.release();
  }
}

/** Until all is there, or Slurm has the rest. */
async function runRounds(
  asked: Submitted,
  rounds: Rounds,
  first: StudyResult<object>,
  options: SubmitOptions,
): Promise<StudyResult<object> | null> {
  const { slurm = false, follow = false } = options;
  const { verb } = asked;
  const script = scriptOf(asked, options);
  let result = first;
  for (; result.missing > 0; result = await asked.look(false)) {
    const { missing, most, reused, failures } = result;
    const tasks = tasksFor(missing, options);
    const done = reused + failures.length;
    if (follow || result !== first) refuseStandstill(asked, rounds, done, options);
    const round = rounds.begin({ verb, tasks, most, missing, done, job: null, next: null });
    writeFileSync(join(rounds.folder, `${round.number}.sh`), taskScript(script, tasks), { mode: 0o755 });
    const what = `${counted(missing, "run")} in ${counted(tasks, "task")}`;
    if (slurm) {
      rounds.submitted({ ...round, ...(await submitRound(rounds.folder, round.number, what, script, asked, options)) });
      return null;
    }
    print(process.stderr, `study ${verb}: round ${round.number}: ${what}\n`);
    const job = `parallel-${round.number}`;
    rounds.submitted({ ...round, job });
    await runParallel(rounds.folder, round.number, job, tasks, options);
  }
  return result;
}

function tasksFor(missing: number, { tasks, pack, cores, parallel, hosts }: SubmitOptions): number {
  if (parallel !== true) return Math.min(tasks, Math.ceil(missing / (pack ?? RUNS_A_CORE * cores)));
  // A task goes on until nothing is left: as many as run at a time are enough.
  const stated = hosts?.split(",").map((host) => Number(/^(\d+)\//.exec(host)?.[1] ?? NaN)) ?? [availableParallelism()];
  const slots = sumOf(stated.map((each) => Math.max(1, Math.floor(each / cores))));
  return Math.min(Number.isNaN(slots) ? tasks : slots, Math.ceil(missing / (pack ?? cores)));
}

function scriptOf(asked: Submitted, options: SubmitOptions): Script {
  const stages = ownStagesList();
  const more = [...(options.slurm === true ? ["--round"] : []), `--workers=${options.cores}`, "--quiet"];
  return {
    ...options,
    name: `ringfence-${asked.verb}`,
    folder: process.cwd(),
    variables: stages === "" ? {} : { [OWN_STAGES_VARIABLE]: stages },
    words: wordsOf(asked, ["study"], ["--share", ...more], options),
  };
}

function nextWords(asked: Submitted, options: SubmitOptions): string[] {
  const { partition, time, memory, cores, tasks, pack, sbatch: further } = options;
  const valued = Object.entries({ partition, time, memory, cores, tasks, pack });
  const more = valued.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  const sbatchWords = further.map((option) => `--sbatch=${option}`);
  return wordsOf(asked, ["study", "submit"], ["--slurm", "--follow", ...more, ...sbatchWords], options);
}

/** Other machines find the program where it is on this one. */
function wordsOf(
  { verb, directory }: Submitted,
  before: readonly string[],
  more: readonly string[],
  { tries, stale, page, allowModules }: SubmitOptions,
): string[] {
  const program = [process.execPath, realpathSync(process.argv[1]!)];
  const shared = [`--tries=${tries}`, `--stale=${stale}`, ...(page ? [] : ["--no-page"])];
  const allowed = allowModules === true ? ["--allow-modules"] : [];
  return [...program, ...before, verb, "--resume", directory, ...more, ...shared, ...allowed];
}

async function submitRound(
  folder: string,
  number: number,
  what: string,
  script: Script,
  asked: Submitted,
  options: SubmitOptions,
): Promise<Pick<Round, "job" | "next">> {
  const job = await sbatch(folder, [`--output=${logsOf(folder)}/${number}-%a.log`, ...options.sbatch, `${number}.sh`]);
  writeFileSync(join(folder, `${number}-next.sh`), nextScript({ ...script, words: nextWords(asked, options) }));
  const after = [`--dependency=afterany:${job}`, `--output=${logsOf(folder)}/${number}-next.log`, ...options.sbatch];
  const next = await sbatch(folder, [...after, `${number}-next.sh`]).catch(async (error: unknown) => {
    // Nothing would go on behind the array: it is taken off again, so that the command can be given once more.
    await run("scancel", [job], folder, "pipe").catch(() => null);
    throw error;
  });
  const place = printable(asked.directory);
  print(
    process.stdout,
    `Round ${number}: ${what}, as job ${job}; job ${next} looks what is left once they have ended.\n` +
      `How far it is: ${commandName()} study status ${shellQuote(place)}\n`,
  );
  return { job, next };
}

/** As a pattern of names that stands for the folder alone. */
function logsOf(folder: string): string {
  const place = printable(folder);
  if (place === folder && !folder.includes("\\")) return folder.replaceAll("%", "%%");
  throw new RingfenceError("usage", `--out: Slurm cannot name files in ${place}: take a name without backslashes`);
}

/** The number of the job. */
async function sbatch(folder: string, words: readonly string[]): Promise<string> {
  const { code, said, text } = await run("sbatch", ["--parsable", ...words], folder, "pipe");
  const job = /^(\d+)(?:;.*)?$/m.exec(text)?.[1];
  if (code === 0 && job !== undefined) return job;
  const lines = said.split("\n").map((line) => printable(line.replace(/^sbatch: (?:error: )?/, "").trim()));
  const why = lines.filter((line) => line !== "").join("; ") || `it ended with ${code}`;
  throw new RingfenceError(
    "io",
    `sbatch did not take ${join(folder, words.at(-1)!)}: ${why}. ` +
      `Partitions, cores, MB and time limits of nodes: sinfo -o "%P %c %m %l"; then give the command again`,
  );
}

/** Tasks one after another, as many at a time as there are cores for; returns once all have ended. */
async function runParallel(
  folder: string,
  number: number,
  job: string,
  tasks: number,
  options: SubmitOptions,
): Promise<void> {
  const { cores, hosts } = options;
  const script = join(folder, `${number}.sh`);
  if (/[{}\n]/.test(script)) {
    throw new RingfenceError(
      "usage",
      `--out: GNU parallel reads braces and line breaks in ${printable(script)}: choose another name`,
    );
  }
  const logOf = (task: string): string => script.replace(/\.sh$/, `-${task}.log`);
  const joblog = join(folder, `${number}.joblog`);
  const words = [
    `--jobs=${Math.max(1, Math.floor(100 / cores))}%`,
    "--halt=never",
    // Longer than a process takes to give back what it runs.
    "--termseq=TERM,25000,KILL,100",
    `--joblog=${joblog}`,
    ...(hosts === undefined ? [] : [`--sshlogin=${hosts}`, ...HOST_WORDS]),
    // In the place of its shell, whose end over ssh would cut the sequence above short.
    `${TASK_VARIABLE}=${job}_{#} exec bash ${shellQuote(script)} >${shellQuote(logOf("{#}"))} 2>&1`,
    ":::",
    ...Array.from({ length: tasks }, (_, at) => String(at + 1)),
  ];
  const lacking = `ls ${shellQuote(folder)} ${shellQuote(process.execPath)} ${shellQuote(process.cwd())}`;
  const faults = new HostFaults(joblog, logOf, (host, isSsh) => `ssh ${host} ${isSsh ? "true" : lacking}`);
  const { code } = await run("parallel", words, folder, "inherit", (text) => faults.hear(text));
  faults.end();
  // Else it tells how many tasks ended badly: what they left is looked for next.
  if (code === null || code > 101) throw new RingfenceError("io", `GNU parallel ended with ${code ?? "a signal"}`);
}

/** What a batch system set for this process is not meant for the next. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(?:SLURM|SBATCH)_/.test(name) || name === "SLURM_CONF",
  );
  return { ...HOST_VARIABLES, ...Object.fromEntries(entries), PARALLEL_SHELL: "/bin/bash" };
}

const MAX_SAID = 64 * 1024;

function run(
  name: string,
  words: readonly string[],
  cwd: string,
  output: "pipe" | "inherit",
  hear?: (said: string) => void,
): Promise<{ readonly code: number | null; readonly text: string; readonly said: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(name, words, { cwd, env: ownEnvironment(), stdio: ["ignore", output, "pipe"] });
    // The first lets tasks end, the second tells them to.
    const end = (): void => void (child.kill("SIGTERM") && child.kill("SIGTERM"));
    process.once("exit", end);
    let [text, said] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (more: string) => (text = (text + more).slice(0, MAX_SAID)));
    child.stderr?.setEncoding("utf8").on("data", (more: string) => {
      said = (said + more).slice(0, MAX_SAID);
      hear?.(more);
    });
    child.on("error", (error) => {
      process.off("exit", end);
      const advice = name === "sbatch" ? "it comes with Slurm (Debian: slurm-client)" : "Debian: apt install parallel";
      const why = errorCode(error) === "ENOENT" ? `there is no ${name} on the PATH: ${advice}` : messageOf(error);
      fail(new RingfenceError("usage", `cannot start ${name}: ${why}`));
    });
    child.on("close", (code) => {
      process.off("exit", end);
      settle({ code, text, said });
    });
  });
}

/** Rounds that begin no run would follow each other for ever: a program that no node finds, say. */
function refuseStandstill({ directory, verb }: Submitted, rounds: Rounds, done: number, options: SubmitOptions): void {
  const { tries, slurm = false, hosts } = options;
  const last = rounds.all.filter((round) => round.verb === verb).slice(-tries);
  if (last.length < tries || last.some((round) => round.done !== done)) return;
  throw new RingfenceError(
    "noData",
    `${counted(tries, "round")} ended and no run came of them: see ` +
      `${join(rounds.folder, `${last.at(-1)!.number}-*.log`)}, ` +
      `then go on with ${commandName()} study submit ${verb} --resume ${shellQuote(directory)} ` +
      `${slurm ? "--slurm" : "--parallel"}${hosts === undefined ? "" : ` --hosts ${hosts}`}`,
  );
}

/** A second chain of rounds for one study would submit all that is left once more: tasks share it anyway. */
async function refuseBeside({ directory, verb }: Submitted, rounds: Rounds): Promise<void> {
  const last = rounds.all.findLast((round) => round.verb === verb);
  if (last === undefined || last.job === null) return;
  const { number, job, next } = last;
  const alive = next === null ? tasksAtWork(directory, number) : await jobsInQueue([job, next], rounds.folder);
  if (alive === "") return;
  const [end, more] =
    next === null
      ? ["press Ctrl-C where it was started", `study ${verb} --resume ${shellQuote(directory)} --share`]
      : [`scancel ${job} ${next}`, `cd ${shellQuote(rounds.folder)} && sbatch ${number}.sh`];
  throw new RingfenceError(
    "usage",
    `round ${number} of ${verb} in ${directory} still runs, as ${next === null ? job : `job ${job}`}: ${alive}. ` +
      "Nothing was submitted: it goes on by itself until all is there. " +
      `How far it is: ${commandName()} study status ${shellQuote(directory)}. For more tasks at once: ${more}. ` +
      `To go on with other options: ${end}, then give this command again`,
  );
}

/** In words, of a round by GNU parallel. */
function tasksAtWork(directory: string, number: number): string {
  const { working = 0 } = studyStatus(directory).tasks.find(({ round }) => round === number)?.counts ?? {};
  return working === 0 ? "" : `${counted(working, "task")} at work`;
}

/** In words; none where Slurm knows them no longer, or cannot be asked: then it takes no array either. */
async function jobsInQueue(jobs: readonly string[], folder: string): Promise<string> {
  const { code, text } = await run("squeue", ["-h", "-o", "%i %T", "-j", jobs.join(",")], folder, "pipe").catch(() => ({
    code: null,
    text: "",
  }));
  const lines = code === 0 ? text.split("\n").filter((line) => line.trim() !== "") : [];
  const more = lines.length > MAX_NAMED ? [`${lines.length - MAX_NAMED} more`] : [];
  return [...lines.slice(0, MAX_NAMED).map((line) => printable(line)), ...more].join(", ");
}
