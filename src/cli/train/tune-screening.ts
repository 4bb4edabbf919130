/** `ringfence train --tune`: marks and weights of the classifier on labelled messages, halves by near-duplicates. */
import { formOf } from "../../rows/read-rows.ts";
import { type Command, Option } from "commander";
import { packageVersion } from "../../core/version.ts";
import { RingfenceError } from "../../core/errors.ts";
import { nearestTo } from "../../core/nearest-word.ts";
import { DEFAULT_CLASSIFIER } from "../../detect/classifier/weights.ts";
import { type Bounds, readBounds } from "../../scenario/bounds.ts";
import type { ClusteredRate } from "../../metrics/rates.ts";
import { defaultsWith } from "../../scenario/file.ts";
import { DEFAULT_POSITIVE_LABELS } from "../../rows/positive-labels.ts";
import type { RowFormat } from "../../rows/read-rows.ts";
import { settingsFragment } from "../../scenario/settings-fragment.ts";
import {
  LABELLED_FIGURES,
  type LabelledConstraint,
  type LabelledFigure,
  type LabelledHalf,
  type LabelledTuning,
  tuneLabelled,
} from "../../training/labelled-tuning.ts";
import { printEmphasised } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { renderTable, type Style } from "../../core/terminal/table.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import { wholeNumber } from "../options/numbers.ts";
import { collect } from "../options/options.ts";
import { addListOptions, addSettingOptions, type ScreeningOptions } from "../options/screening-options.ts";
import { checkOut, writeOut } from "../../core/file/out-file.ts";
import { jsonDocument, tell, wantsColour } from "../output.ts";
import { withSettings } from "../../screen/settings.ts";
import { screenLabelledRows } from "../../screen/labelled-rows.ts";
import { loadScreening } from "../../screen/setup.ts";
import { keptLines, pairLines, titleWithVerdict } from "../../study/page/tuning-words.ts";
import { boundWords, pooledWords, readBound, requireRate } from "../../metrics/constraint.ts";

/** What commander makes of the options that the verb has for this. */
export interface TuningOptions extends Pick<
  ScreeningOptions,
  "templates" | "blocklist" | "country" | "settings" | "set"
> {
  readonly tune?: boolean;
  readonly format?: RowFormat;
  readonly text?: string;
  readonly caller?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly over: readonly string[];
  readonly maximise?: string;
  readonly minimise?: string;
  readonly subjectTo: readonly string[];
  readonly budget: number;
  readonly seed: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const DEFAULT_OVER = ["screening.blockScore=-400..1200", "screening.flagScore=-400..1200"];
const DEFAULT_BUDGET = 3000;
const MAX_BUDGET = 2_500_000;
const SCHEMA_VERSION = 1;

/** Options that are for this alone. */
export const OF_TUNING = [
  "over",
  "maximise",
  "minimise",
  "subjectTo",
  "budget",
  "templates",
  "blocklist",
  "settings",
  "set",
];

export function addTuningOptions(command: Command): Command {
  command
    .option("--tune", "choose weights and marks of screening by the messages, in place of a model")
    .addOption(
      new Option(
        "--over <path=low..high>",
        "with --tune: a weight or mark that may move, as path=low..high, or as path for half to twice its value; may be given more than once",
      )
        .argParser(collect)
        .default([], DEFAULT_OVER.join(", ")),
    )
    .option("--maximise <figure>", "with --tune: the figure that is to be large (default: recall)")
    .option("--minimise <figure>", "or the one that is to be small")
    .addOption(
      new Option(
        "--subject-to <bound>",
        'with --tune: what must hold, as "benignBlocked<=0.002"; may be given more than once',
      )
        .argParser(collect)
        .default([], "none"),
    )
    .option(
      "--budget <settings>",
      "with --tune: settings that are tried at most",
      wholeNumber(1, MAX_BUDGET),
      DEFAULT_BUDGET,
    );
  return addSettingOptions(addListOptions(command, "with --tune: "), "with --tune: ");
}

export async function tuneScreening(
  files: readonly string[],
  options: TuningOptions,
  reproduce: string,
): Promise<void> {
  const { json = false, out, force = false, seed, budget } = options;
  if (files.length === 0) throw new RingfenceError("usage", "--tune: name a file of labelled messages");
  if (options.maximise !== undefined && options.minimise !== undefined) {
    throw new RingfenceError("usage", "--maximise and --minimise are two goals: give one of them");
  }
  if (out !== undefined) {
    const read = [...files, options.templates, options.blocklist, options.settings];
    checkOut(out, { force, option: "--out" }, read);
  }
  const constraints = options.subjectTo.map(readConstraint);
  if (constraints.length === 0) {
    throw new RingfenceError(
      "usage",
      '--tune: expected a constraint, as in --subject-to "benignBlocked<=0.002": without one, to block everything is best',
    );
  }
  const goal = figureOf(options.maximise ?? options.minimise ?? "recall", "--maximise");
  const setup = await loadScreening({ ...options, ...withSettings(options) });
  tell(setup.remarks, process.stderr);
  const { classifier } = setup;
  const over = boundsOf(options.over, classifier);
  const { country, positive = DEFAULT_POSITIVE_LABELS } = options;
  const rows = await screenLabelledRows({ ...formOf(options), files, columns: options, country, positive }, setup);
  const tuning = await tuneLabelled({
    rows,
    classifier,
    over,
    goal,
    isMost: options.minimise === undefined,
    constraints,
    budget,
    seed,
  }).catch((error: unknown) => {
    throw withFiles(files, error);
  });
  const document = {
    schemaVersion: SCHEMA_VERSION,
    version: packageVersion(),
    reproduce,
    files,
    rows: rows.fraud.length,
    goal,
    over: over.map((bounds, i) => ({ ...bounds, before: tuning.start.values[i]!, tuned: tuning.best.values[i]! })),
    constraints: options.subjectTo,
    ...tuning,
  };
  if (out !== undefined) {
    writeOut(out, settingsFragment(over, tuning.best.values, commentOf(reproduce, tuning, goal, constraints)), {
      force,
      option: "--out",
    });
  }
  printEmphasised(
    process.stdout,
    json
      ? jsonDocument(document)
      : render(tuning, over, constraints, { colour: wantsColour(process.stdout) }, options, out ?? null),
  );
}

/** What is wrong with the rows of files says which. */
function withFiles(files: readonly string[], error: unknown): unknown {
  if (!(error instanceof RingfenceError) || error.code !== "noData") return error;
  const names = files.map((file) => printable(file)).join(", ");
  return new RingfenceError("noData", `${names}: ${error.message}`, { cause: error });
}

function boundsOf(written: readonly string[], classifier: typeof DEFAULT_CLASSIFIER): Bounds[] {
  const defaults = defaultsWith([]);
  const { prior, flagScore, blockScore, weights } = classifier;
  const scenario = {
    ...defaults,
    screening: { ...defaults.screening, prior, flagScore, blockScore, weights: { ...weights } },
  };
  return (written.length === 0 ? DEFAULT_OVER : written).map((each) => readBounds(scenario, each));
}

function readConstraint(written: string): LabelledConstraint {
  const { name, ...bound } = readBound(written, "benignBlocked<=0.002");
  const figure = figureOf(name, "--subject-to");
  requireRate(name, bound, 1);
  return { figure, ...bound };
}

function figureOf(name: string, option: string): LabelledFigure {
  if (Object.hasOwn(LABELLED_FIGURES, name)) return name as LabelledFigure;
  const names = Object.keys(LABELLED_FIGURES);
  const near = nearestTo(name, names);
  throw new RingfenceError(
    "usage",
    `${option}: of a file there is no figure "${name}": expected one of ${names.join(", ")}${near === null ? "" : `. Did you mean ${near}?`}`,
  );
}

function render(
  { halves, settings, start, best, verdicts }: LabelledTuning,
  over: readonly Bounds[],
  constraints: readonly LabelledConstraint[],
  style: Style,
  { seed }: TuningOptions,
  out: string | null,
): string {
  const names = Object.keys(LABELLED_FIGURES) as LabelledFigure[];
  const figures = names.flatMap((name) => [
    titleWithVerdict(LABELLED_FIGURES[name], verdicts[name]),
    ...pairLines("tuning", rateWords(start.tuning[name]), rateWords(best.tuning[name])),
    ...pairLines("held out", rateWords(start.heldOut[name]), rateWords(best.heldOut[name])),
  ]);
  const kept = constraints.flatMap((each, i) =>
    keptLines(
      boundWords(each.figure, each),
      rateWords(best.tuning[each.figure]),
      { words: rateWords(best.heldOut[each.figure]), verdict: best.kept.heldOut[i]! },
      "half",
    ),
  );
  const note =
    `Tuning half: ${halfWords(halves.tuning)}; held-out half: ${halfWords(halves.heldOut)} (seed ${seed}). Near-duplicates are all in one half. ` +
    `${settings} settings tried. Figures are shares, from 0 to 1. Intervals (95 %) take groups of near-duplicates as drawn at random; those in round brackets take rows as independent, where there are too few groups to tell. Better and worse: the intervals on the held-out half do not overlap.`;
  return [
    renderTable(
      ["Parameter", "from", "to", "before", "tuned"],
      over.map(({ parameter, low, high }, i) => [
        parameter,
        ...[low, high, start.values[i]!, best.values[i]!].map(String),
      ]),
      style,
    ),
    "",
    "Before, and tuned",
    ...figures.map((line) => `  ${line}`),
    "",
    "Constraints",
    ...kept,
    "",
    ...wrap(note, ""),
    "",
    out === null ? "The setting, for screen and explain:" : "The setting, for --settings, is in",
    ...(out === null
      ? over.map(({ parameter }, i) => `  --set ${parameter}=${best.values[i]}`)
      : [`  ${printable(out)}`]),
    "",
  ].join("\n");
}

function commentOf(
  reproduce: string,
  { halves, best }: LabelledTuning,
  goal: LabelledFigure,
  constraints: readonly LabelledConstraint[],
): string[] {
  const both = (name: LabelledFigure): string =>
    `${rateWords(best.tuning[name])} on the tuning half, ${rateWords(best.heldOut[name])} held out`;
  return [
    reproduce,
    `ringfence ${packageVersion()}; tuning half: ${halfWords(halves.tuning)}; held-out half: ${halfWords(halves.heldOut)}`,
    `${goal}: ${both(goal)}`,
    ...constraints.map(
      (each, i) =>
        `${boundWords(each.figure, each)}: ${both(each.figure)}${best.kept.heldOut[i] === "kept" ? "" : ` (${best.kept.heldOut[i]})`}`,
    ),
  ];
}

function halfWords({ rows, fraud, groups }: LabelledHalf): string {
  return `${rows} rows, ${fraud} of them fraud, in ${groups} groups`;
}

function rateWords({ value, low, high, n, clusterLow, clusterHigh }: ClusteredRate): string {
  if (clusterLow !== null) return pooledWords({ value, low: clusterLow, high: clusterHigh, n });
  return pooledWords({ value, low, high, n }).replace("[", "(").replace("]", ")");
}
