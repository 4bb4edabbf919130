/** `ringfence train`: a model for the stage learned of labelled messages, or the thresholds of one. */
import { basename } from "node:path";
import type { Command } from "commander";
import { usageError } from "../../core/errors.ts";
import { encodeModel, type LearnedModel } from "../../detect/learned/model.ts";
import { loadModel } from "../../detect/learned/models.ts";
import { attachNormaliser } from "../../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../detect/normaliser/stored-normaliser.ts";
import { CHINA, type Country } from "../../rows/country.ts";
import { PositiveLabels } from "../../rows/positive-labels.ts";
import { formOf } from "../../rows/read-rows.ts";
import { type Example, ExampleTable } from "../../training/examples.ts";
import { readBenignScores } from "../../training/read-benign.ts";
import { readExamples } from "../../training/read-examples.ts";
import { MOST_MIXED, placeThresholds, suspectWords } from "../../training/own-thresholds.ts";
import { DEFAULT_BLOCKED_BENIGN } from "../../training/thresholds.ts";
import { trainModel } from "../../training/train-model.ts";
import { BEST, blockedBenignOption, DEFAULT_SEED, type Flags, parseSeed, parseSmallShare } from "../options/options.ts";
import { addFileOptions, countryOfFile, type FileOptions } from "../options/screening-options.ts";
import { checkOut, writeOut } from "../../core/file/out-file.ts";
import { printResult, tell } from "../output.ts";
import { fileName, sameFiles } from "../../training/card-labels.ts";
import { besideModel } from "./beside-model.ts";
import { renderModel, shareWords } from "./render-model.ts";

interface TrainOptions extends FileOptions, Flags<"force" | "json"> {
  readonly out?: string;
  readonly base?: string;
  readonly benign?: string;
  readonly mixed?: number;
  readonly blockedBenign?: number | typeof BEST;
  readonly flaggedBenign?: number;
  readonly raw: boolean;
  readonly seed: number;
}

const HELP = `
Labels and folds are by near-duplicate group: no message is judged by a model
that saw one all but the same. With --benign FILE the thresholds are set on
your own messages, which need no labels: a score travels between inboxes, a
threshold does not. Without a labelled FILE, --base and --benign set those of a
model that is there already. With --caller or --direction the model reads the
sender and the direction of a message too.

25 labelled messages are enough to begin. A threshold that blocks 0.2 % of benign
messages takes 500 of them: of your labels, or of --benign. Of fewer the model
only advises: it flags from 50 benign messages on, and ranks otherwise.`;

export function registerTrain(program: Command): void {
  const command = program
    .command("train")
    .description("train a model for the stage learned on labelled messages, or set its threshold on your own")
    .argument("[files...]", "labelled messages (CSV, TSV, JSON Lines, Parquet)");
  addFileOptions(command, ["text", "label", "caller", "direction"])
    .option("--no-raw", "read the normalised text alone: for traffic whose words and marks are written differently")
    .option("--base <model>", "starter, or a file: its weights count as much as held-out rows agree with it")
    .option("--benign <file>", "your own messages, as far as you know benign: they set the thresholds")
    .option("--mixed <share>", "share of --benign that may be fraud, at most 3% (default: none)", parseSmallShare)
    .addOption(blockedBenignOption("0.2%"))
    .option("--flagged-benign <share>", "share flagged or blocked (default: 5 times that, up to 2%)", parseSmallShare)
    .option("--seed <n>", "seed of the order of training and of the folds", parseSeed, DEFAULT_SEED)
    .option("--out <file>", "file to write the model to (required)")
    .option("--force", "overwrite a file that is there")
    .option("--json", "print one JSON document and nothing else: the model's card")
    .addHelpText("after", HELP)
    .action(trainCommand);
}

async function trainCommand(files: readonly string[], options: TrainOptions): Promise<void> {
  const { out, benign, force = false } = options;
  const place = { force, option: "--out" };
  if (out === undefined) throw usageError("--out: name the file to write the model to");
  // A model may replace the one that it continues.
  checkOut(out, place, [...files, benign]);
  const base = options.base === undefined ? null : loadModel(options.base);
  if (files.length === 0 && (base === null || benign === undefined)) throw usageError(NOTHING_TO_TRAIN_ON);
  checkShares(options);
  const model = files.length === 0 ? base! : await trainOn(files, options, base);
  const placed = benign === undefined ? model : await withOwnThreshold(model, benign, options);
  writeOut(out, encodeModel(placed), place);
  printResult(options, { schemaVersion: 1, ...placed.card }, () => renderModel(placed.card, out, benign !== undefined));
}

const NOTHING_TO_TRAIN_ON =
  "nothing to train on: name a file of labelled messages, or set the thresholds of a model with --base and --benign";

function checkShares({ blockedBenign, flaggedBenign, benign, mixed = 0 }: TrainOptions): void {
  if (mixed > MOST_MIXED || (mixed > 0 && benign === undefined)) {
    throw usageError("--mixed says what share of --benign may be fraud, at most 3%: label more of it");
  }
  if (blockedBenign === BEST && benign !== undefined) {
    throw usageError("--blocked-benign best needs labels, and --benign has none: leave out one, or give a share");
  }
  const blocked = blockedBenign ?? DEFAULT_BLOCKED_BENIGN;
  if (flaggedBenign === undefined || blocked === BEST || flaggedBenign >= blocked) return;
  throw usageError("--flagged-benign counts what is blocked too: give a share as large as --blocked-benign, or larger");
}

async function trainOn(files: readonly string[], options: TrainOptions, base: LearnedModel | null) {
  const { raw, seed, caller, direction, benign, blockedBenign = DEFAULT_BLOCKED_BENIGN, flaggedBenign } = options;
  const positive = new PositiveLabels(options.positive);
  const reads = { raw, sender: caller !== undefined || direction !== undefined };
  let [examples, country]: [readonly Example[], Country] = [[], CHINA];
  for (const file of files) {
    const source = { ...formOf(options), file, columns: options };
    if (reads.sender) country = await countryOfFile(options, source);
    const ofFile = await readExamples(source, positive, reads.sender, country);
    tell(ofFile.remarks);
    examples = [...examples, ...ofFile.examples];
  }
  const table = new ExampleTable(examples, attachNormaliser(loadNormaliserTable()), reads);
  const names = files.map((file) => (file === "-" ? "standard input" : basename(file)));
  return trainModel(table, {
    reads,
    seed,
    files: names,
    base,
    baseName: options.base && basename(options.base),
    beside: await besideModel(country),
    flagged: flaggedBenign === undefined ? undefined : () => flaggedBenign,
    limits: base === null ? [] : limitsOfBase(base, names, reads.sender),
    // A threshold from --benign replaces the one from these rows, which may be too few for it.
    blockedBenign: blockedBenign === BEST || benign !== undefined ? null : blockedBenign,
    mayAdvise: options.blockedBenign === undefined,
  });
}

/** Limits of the figures of a foreign model. */
function limitsOfBase({ card }: LearnedModel, files: readonly string[], readsSender: boolean): string[] {
  const seen = "if it was that one, the base had seen the rows, and the figures are too good.";
  const sender = "Its base reads the sender of a message, and this model does not: name it with --caller.";
  const shared = sameFiles(files, card).slice(0, 1);
  return [
    ...shared.map((file) => `Its base was trained on a file of the same name, ${file}: ${seen}`),
    ...(card.reads.sender && !readsSender ? [sender] : []),
  ];
}

/** The same model, with thresholds from its scores of these messages. */
async function withOwnThreshold(model: LearnedModel, file: string, options: TrainOptions): Promise<LearnedModel> {
  const { mixed = 0, flaggedBenign: flagged, blockedBenign } = options;
  if (mixed > 0 && model.card.fraudDeciles === null) {
    const why = "this model does not know how fraud among yours scores. Name a file of them";
    throw usageError(`--mixed needs labelled messages: ${why}`);
  }
  // The file needs no labels: the label column belongs to the training files.
  const source = { ...formOf(options), file, columns: { ...options, label: undefined } };
  const country = model.card.reads.sender ? await countryOfFile(options, source) : CHINA;
  const { scores, remarks, shape } = await readBenignScores(source, model, country);
  const blocked = typeof blockedBenign === "number" ? blockedBenign : undefined;
  const taken = mixed === 0 ? "taken to be benign" : `at most ${shareWords(mixed)} of them fraud`;
  const how = { blocked, flagged, mixed, rows: `messages of ${fileName(file)}, ${taken}`, shape };
  tell([...remarks, suspectWords(model, scores, how) ?? []].flat());
  return placeThresholds(model, scores, how);
}
