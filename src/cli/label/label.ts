/** `ringfence label`: ask a person about the messages that teach a model most, in the terminal or by files. */
import { existsSync, statSync } from "node:fs";
import { basename, join, parse } from "node:path";
import type { Command } from "commander";
import { RingfenceError, usageError } from "../../core/errors.ts";
import { checkOut, writeOut } from "../../core/file/out-file.ts";
import { print, printWhole } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { encodeModel } from "../../detect/learned/model.ts";
import { loadModel } from "../../detect/learned/models.ts";
import { counted, formatCount } from "../../ui/format.ts";
import type { NamedRole } from "../../rows/choose-columns.ts";
import { PositiveLabels } from "../../rows/positive-labels.ts";
import { formOf } from "../../rows/read-rows.ts";
import { expectedQuality } from "../../training/labelling/expected-quality.ts";
import { finishedModel } from "../../training/labelling/finished-model.ts";
import { questionsCsv, resumeLabels, takeLabels, writeLabels } from "../../training/labelling/label-file.ts";
import { LabelPool } from "../../training/labelling/label-pool.ts";
import { ANSWERS, Labelling } from "../../training/labelling/labelling.ts";
import { readCandidates } from "../../training/labelling/read-candidates.ts";
import { REPLAY_ROWS, type ReplayPoint, replayLabels } from "../../training/labelling/replay.ts";
import { takeLock } from "../../core/file/process-lock.ts";
import { besideModel } from "../train/beside-model.ts";
import { renderModel } from "../train/render-model.ts";
import { shellQuote, typedLine } from "../options/typed-line.ts";
import { BEST, blockedBenignOption, DEFAULT_SEED, type Flags, parseSeed } from "../options/options.ts";
import { wholeNumber } from "../options/numbers.ts";
import { addFileOptions, countryOfFile, type FileOptions } from "../options/screening-options.ts";
import { tell } from "../output.ts";
import { askLabels, qualityWords, refuseNoTerminal } from "./ask.ts";

interface LabelOptions extends FileOptions, Flags<"force" | "unmask"> {
  readonly out?: string;
  readonly modelOut?: string;
  readonly blockedBenign?: number | typeof BEST;
  readonly pick?: number;
  readonly take?: string;
  readonly simulate?: string;
  readonly draws: number;
  readonly seed: number;
}

const TERMINAL = { input: process.stdin, output: process.stdout };
const ROLES: readonly NamedRole[] = ["text", "caller", "direction"];

const HELP = `
Of each five messages it asks about, four are those that a model of the labels
so far is least sure of, all different, and one is drawn at random. Each label is
saved at once. After the last one the model is written; of fewer than 25 labels,
or 5 of a class, it only ranks messages. The same command goes on where it stopped.

In a spreadsheet or by a script: --pick 25; fill in the column label with fraud,
benign or skip; then --take FILE.`;

export function registerLabel(program: Command): void {
  const command = program
    .command("label")
    .description("label the messages that teach a model most, in the terminal or by files, and make a model of them")
    .argument("<file>", "messages (CSV, TSV, JSON Lines, Parquet)");
  addFileOptions(command, ROLES)
    .option("--out <file>", "file that keeps the labels; it may have labels already (required, except with --simulate)")
    .option("--model-out <file>", "file to write the model to (default: named as --out, with .model)")
    .option("--force", "overwrite a model that was there before the first label")
    .addOption(blockedBenignOption("best"))
    .option("--pick <n>", "write so many messages to standard output, to label them elsewhere", wholeNumber(1, 1000))
    .option("--take <file>", "learn from labels in this file, as --pick writes it, write the model, and end")
    .option("--simulate <column>", "column of known labels: what a model of chosen ones reaches, and of random ones")
    .option("--positive <list>", "with --simulate: label values that mean fraud, as in screen --help")
    .option("--draws <n>", "with --simulate: how often, each time in another order", wholeNumber(1, 100), 5)
    .option("--unmask", "show senders' numbers whole")
    .option("--seed <n>", "seed of the order of messages", parseSeed, DEFAULT_SEED)
    .addHelpText("after", HELP)
    .action((file: string, options: LabelOptions) => label(file, options, command));
}

async function label(file: string, options: LabelOptions, typed: Command): Promise<void> {
  if (options.simulate !== undefined) return simulate(file, options);
  const { out, seed, pick, take, country, unmask = false } = options;
  if (out === undefined) throw usageError("--out: name the file that keeps the labels, as labels.csv");
  if (file === "-") throw usageError("standard input: label comes back to its messages: name a file");
  if (pick === undefined && take === undefined) refuseNoTerminal(TERMINAL);
  // An existing file is continued, but it must not be an input.
  checkOut(out, { force: true, option: "--out" }, [file, take]);
  if (statSync(out, { throwIfNoEntry: false })?.isFile() === false) {
    throw usageError(`--out: ${out} is a pipe or a device, and labels are kept in a file: name one`);
  }
  const { dir, name } = parse(out);
  const { modelOut = join(dir, `${name}.model`) } = options;
  // The model of labels that are there already is made anew; of new labels, none is.
  const place = { force: options.force ?? existsSync(out), option: "--model-out" };
  checkOut(modelOut, place, [file, take, out]);
  const { candidates, reads, remarks, usual } = await candidatesOf(file, options, null);
  tell(remarks);
  const pool = new LabelPool(candidates, reads, seed);
  const labelling = new Labelling(pool, loadModel("starter"));
  const resume = (): void => {
    const resumed = resumeLabels(out, pool, labelling);
    if (resumed > 0) tell(`${printable(out)}: goes on behind ${counted(resumed, "label")}`);
  };
  if (pick !== undefined) {
    resume();
    return writeQuestions(pool, labelling.questions(pick));
  }
  // Two sessions on one file of labels would overwrite each other.
  const release = await takeLock(`${out}.lock`, "these labels", "name another file with --out");
  try {
    resume();
    if (take === undefined) {
      await askLabels(pool, labelling, { out, unmask }, TERMINAL);
    } else {
      const { taken, changed } = takeLabels(take, pool, labelling);
      writeLabels(out, pool, labelling);
      const differing = changed > 0 ? `, ${counted(changed, "label")} changed` : "";
      tell(`${printable(take)}: ${counted(taken, "label")} taken${differing}`);
    }
    const labels = labelling.labels();
    tell(`${printable(out)} has ${counted(labels.size, "label")}`);
    const blockedBenign = typeof options.blockedBenign === "number" ? options.blockedBenign : null;
    const beside = await besideModel(usual);
    const model = finishedModel(pool, labels, { blockedBenign, file: basename(file), seed, beside });
    tell(qualityWords(expectedQuality(pool, labelling)));
    writeOut(modelOut, encodeModel(model), place);
    const ofFile = typedLine(typed, (option) => [...ROLES, "format", "encoding", "header"].includes(option), "screen");
    const next = `${ofFile}${country === undefined ? "" : ` --country ${country.code}`} --model ${shellQuote(modelOut)}`;
    print(process.stdout, `${renderModel(model.card, modelOut, false)}next: ${printable(next)}\n`);
  } finally {
    release();
  }
}

/** `positive`: where the column of labels counts, what means fraud. */
async function candidatesOf(file: string, options: LabelOptions, positive: PositiveLabels | null) {
  const source = { ...formOf(options), file, columns: { ...options, label: options.simulate } };
  const usual = await countryOfFile(options, source);
  return { ...(await readCandidates(source, positive, usual)), usual };
}

async function writeQuestions(pool: LabelPool, questions: ReturnType<Labelling["questions"]>): Promise<void> {
  const csv = questionsCsv(pool, questions);
  // A file has the raw messages, behind the mark by which spreadsheets know UTF-8.
  const failure = await printWhole(process.stdout, process.stdout.isTTY ? csv : Buffer.from(`\ufeff${csv}`));
  if (failure !== null) throw new RingfenceError("io", `standard output: ${failure.message}`);
  const then = "then the same command with --take FILE in place of --pick";
  const fill = `fill in the column label with ${ANSWERS.join(", ")}`;
  tell(`${counted(questions.length, "message")} to label: ${fill}; ${then}`);
}

async function simulate(file: string, options: LabelOptions): Promise<void> {
  const { candidates, reads } = await candidatesOf(file, options, new PositiveLabels(options.positive));
  const starter = loadModel("starter");
  const points = Array.from({ length: options.draws }, (_, draw) =>
    replayLabels(candidates, reads, starter, options.seed + draw),
  ).flat();
  const sizes = REPLAY_ROWS.filter((size) => points.some(({ rows }) => rows === size));
  const more = REPLAY_ROWS[sizes.length];
  if (more !== undefined) {
    const found = `${formatCount(candidates.length)} messages are ${formatCount(points[0]!.different)} different ones`;
    tell(`${printable(file)}: ${found}, and labels are chosen of half of these: ${more} take ${2 * more}`);
  }
  const lines = sizes.map((size) => {
    const mean = (valueOf: (point: ReplayPoint) => number | undefined): string => {
      const values = points.flatMap((point) => (point.rows === size ? (valueOf(point) ?? []) : []));
      return values.length === 0 ? "-" : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
    };
    return `${String(size).padStart(6)}  ${mean(({ mcc }) => mcc)}   ${mean(({ random }) => random)}   ${mean(({ expected }) => expected?.mcc)}`;
  });
  const head = `labels  chosen  random  expected   (MCC, mean of ${counted(options.draws, "draw")})`;
  print(process.stdout, `${[head, ...lines].join("\n")}\n`);
}
