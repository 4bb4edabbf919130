/** Scripts that run a study's processes: a task of an array, and what goes on once an array has ended. */
import { shellQuote } from "../options/shell-quote.ts";

/** What a batch system is asked for. */
export interface Resources {
  /** Names of Slurm; left out: what the cluster has as usual. */
  readonly partition?: string | undefined;
  readonly time?: string | undefined;
  readonly memory?: string | undefined;
  readonly cores: number;
}

export interface Script extends Resources {
  readonly name: string;
  /** Where the study was begun: files that it names are looked for there. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The program and its words, each taken literally. */
  readonly words: readonly string[];
}

/**
 * A task. It hands a warning of its time limit (USR1) on to the program, which ends or gives back what it runs; exit
 * 130 says that there is more to do, and the task asks to be begun anew. The same script does under GNU parallel.
 */
export function taskScript(script: Script, tasks: number): string {
  return `${head(script, [`--array=1-${tasks}`, "--requeue", "--open-mode=append", "--signal=B:USR1@90"])}
${commandOf(script)} &
child=$!
trap 'kill -USR2 "$child" 2>/dev/null' USR1
trap 'kill -TERM "$child" 2>/dev/null' TERM
wait "$child"
code=$?
# A signal ends the waiting, and not the program.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
if [ "$code" -eq 130 ] && [ -n "\${SLURM_ARRAY_JOB_ID:-}" ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
elif [ "$code" -eq 0 ] && [ -n "\${SLURM_ARRAY_JOB_ID:-}" ]; then
  # Others run all that is left: tasks that still wait would find nothing.
  scancel --state=PENDING "$SLURM_ARRAY_JOB_ID"
fi
exit "$code"
`;
}

/** Looks how far the study has come, and writes its results or submits what is left. */
export function nextScript(script: Script): string {
  return `${head({ ...script, cores: 1 }, ["--open-mode=append"])}
exec ${commandOf(script)}
`;
}

/** Only what cannot do harm stands in directives: names of files go by the words of commands. */
function head({ name, partition, time, memory, cores, folder, variables }: Script, more: readonly string[]): string {
  const options = [
    `--job-name=${name}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...(memory === undefined ? [] : [`--mem=${memory}`]),
    `--cpus-per-task=${cores}`,
    ...more,
  ];
  return [
    "#!/bin/bash",
    ...options.map((option) => `#SBATCH ${option}`),
    ...Object.entries(variables).map(([key, value]) => `export ${key}=${shellQuote(value)}`),
    `cd ${shellQuote(folder)} || exit 7`,
  ].join("\n");
}

function commandOf({ words }: Script): string {
  return words.map(shellQuote).join(" ");
}
