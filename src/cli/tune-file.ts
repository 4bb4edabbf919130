/** `ringfence tune --file`: marks and weights of the classifier on labelled messages, halves by near-duplicates. */
import { packageVersion } from "../core/version.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { DEFAULT_CLASSIFIER } from "../detect/classifier/weights.ts";
import { loadEngines } from "../detect/engines.ts";
import { attachNormaliser, normaliseText } from "../detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../detect/normaliser/stored-normaliser.ts";
import { screen } from "../detect/screening.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings } from "../event/findings.ts";
import { type Bounds, readBounds } from "../scenario/bounds.ts";
import type { ClusteredRate } from "../metrics/rates.ts";
import { defaultsWith } from "../scenario/file.ts";
import type { Country } from "../rows/country.ts";
import { fillEvents } from "../rows/fill-events.ts";
import { DEFAULT_POSITIVE_LABELS, PositiveLabels } from "../rows/positive-labels.ts";
import { type RowFormat, RowReader } from "../rows/read-rows.ts";
import { settingsFragment } from "../study/tune/fragment.ts";
import {
  LABELLED_FIGURES,
  type LabelledConstraint,
  type LabelledFigure,
  type LabelledHalf,
  type LabelledRows,
  type LabelledTuning,
  tuneLabelled,
} from "../study/tune/labelled.ts";
import { groupNearDuplicates } from "../training/near-duplicates.ts";
import { printable } from "../core/terminal/printable.ts";
import { renderTable, type Style } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { writeOut } from "../core/file/out-file.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { withSettings } from "./screening-settings.ts";
import { setUpScreening, warn } from "./screening-setup.ts";
import { figureWords, keptLines, pairLines } from "./tune-render.ts";

export interface TuneFileOptions {
  readonly file: string;
  readonly format?: RowFormat;
  readonly text?: string;
  readonly caller?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly templates?: string;
  readonly blocklist?: string;
  readonly country?: Country;
  readonly over: readonly string[];
  readonly maximise?: string;
  readonly minimise?: string;
  readonly subjectTo: readonly string[];
  readonly budget: number;
  readonly searchSeed: number;
  readonly settings?: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const DEFAULT_OVER = ["screening.blockScore=-400..1200", "screening.flagScore=-400..1200"];
/** A setting costs next to nothing here. */
const SETTINGS_A_RUN = 25;
const BATCH_EVENTS = 4096;
const SCHEMA_VERSION = 1;

export async function tuneFile(options: TuneFileOptions, reproduce: string): Promise<void> {
  const { json = false, out, force = false, searchSeed, budget } = options;
  const constraints = options.subjectTo.map(readConstraint);
  if (constraints.length === 0) {
    throw new RingfenceError(
      "usage",
      'tune --file: expected a constraint, as in --subject-to "benignBlocked<=0.002": without one, to block everything is best',
    );
  }
  const goal = figureOf(options.maximise ?? options.minimise ?? "recall", "--maximise");
  const setup = withSettings(options, process.stderr);
  const classifier = setup.classifier ?? DEFAULT_CLASSIFIER;
  const over = boundsOf(options.over, classifier);
  const { rows, labelled } = await screenRows(options, setup);
  const tuning = await tuneLabelled({
    rows,
    classifier,
    over,
    goal,
    isMost: options.minimise === undefined,
    constraints,
    budget: budget * SETTINGS_A_RUN,
    seed: searchSeed,
  }).catch((error: unknown) => {
    throw withFile(options.file, error);
  });
  const document = {
    schemaVersion: SCHEMA_VERSION,
    version: packageVersion(),
    reproduce,
    file: options.file,
    rows: labelled,
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
  process.stdout.write(
    json
      ? jsonDocument(document)
      : render(tuning, over, constraints, { colour: wantsColour(process.stdout) }, options, out ?? null),
  );
}

/** Of every labelled row: what was found, what it really is, and the group that it belongs to. */
async function screenRows(
  options: TuneFileOptions,
  given: ReturnType<typeof withSettings>,
): Promise<{ readonly rows: LabelledRows; readonly labelled: number }> {
  const { file, format, country } = options;
  const positive = new PositiveLabels(options.positive ?? DEFAULT_POSITIVE_LABELS);
  await loadEngines({ blocklist: given.blocklistEngine, matcher: given.engine });
  const setup = setUpScreening({ ...options, ...given });
  warn(setup, process.stderr);
  const reader = new RowReader({ file, format, columns: options });
  const normaliser = attachNormaliser(loadNormaliserTable());
  const events = EventBatch.allocate(BATCH_EVENTS);
  const findings = Findings.allocate(BATCH_EVENTS);
  const evidence: number[] = [];
  const fraud: number[] = [];
  const texts: string[] = [];
  const callers = new Map<string, number>();
  for await (const batch of reader.batches()) {
    const labelled = batch.rows.filter(({ label }) => label !== null);
    for (let from = 0; from < labelled.length; from += events.capacity) {
      fillEvents(events, labelled, from, country);
      screen(events, findings, setup.tables);
      for (let index = 0; index < events.count; index++) {
        const { text, caller, label } = labelled[from + index]!;
        evidence.push(findings.outcome.evidence[index]!);
        fraud.push(positive.matches(label!) ? 1 : 0);
        texts.push(text === null ? callMark(callers, caller ?? "") : normaliseText(normaliser, text));
      }
    }
  }
  if (evidence.length === 0) {
    throw new RingfenceError(
      "noData",
      `${printable(file)}: no data: expected rows with a label, found none (--label names the column)`,
    );
  }
  const rows = {
    evidence: Uint32Array.from(evidence),
    fraud: Uint8Array.from(fraud),
    group: groupNearDuplicates(texts),
  };
  return { rows, labelled: evidence.length };
}

/**
 * A call is known by who made it: its group is that caller's. Numbers alike are no near-duplicates, so each caller gets
 * a mark too short to share much with another. No text has a line break once normalised.
 */
function callMark(callers: Map<string, number>, caller: string): string {
  const number = callers.get(caller) ?? callers.size;
  callers.set(caller, number);
  return `\n${number.toString(36)}`;
}

/** What is wrong with the rows of a file says which. */
function withFile(file: string, error: unknown): unknown {
  if (!(error instanceof RingfenceError) || error.code !== "noData") return error;
  return new RingfenceError("noData", `${printable(file)}: ${error.message}`, { cause: error });
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

const CONSTRAINT = /^\s*([A-Za-z0-9]+)\s*(>=|<=)\s*(\S+)\s*$/;

function readConstraint(written: string): LabelledConstraint {
  const [, name, sign, bound] = CONSTRAINT.exec(written) ?? [];
  if (name !== undefined && Number.isFinite(Number(bound))) {
    return { figure: figureOf(name, "--subject-to"), atLeast: sign === ">=", bound: Number(bound) };
  }
  throw new RingfenceError(
    "usage",
    `--subject-to: expected a figure, >= or <=, and a number, as in "benignBlocked<=0.002", but found ${JSON.stringify(written)}`,
  );
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
  { halves, settings, start, best }: LabelledTuning,
  over: readonly Bounds[],
  constraints: readonly LabelledConstraint[],
  style: Style,
  { searchSeed }: TuneFileOptions,
  out: string | null,
): string {
  const names = Object.keys(LABELLED_FIGURES) as LabelledFigure[];
  const figures = names.flatMap((name) => [
    LABELLED_FIGURES[name],
    ...pairLines("tuning", rateWords(start.tuning[name]), rateWords(best.tuning[name])),
    ...pairLines("held out", rateWords(start.heldOut[name]), rateWords(best.heldOut[name])),
  ]);
  const kept = constraints.flatMap((each, i) =>
    keptLines(
      wordsOf(each),
      rateWords(best.tuning[each.figure]),
      rateWords(best.heldOut[each.figure]),
      best.kept.heldOut[i]!,
      "half",
    ),
  );
  const note =
    `Tuning half: ${halfWords(halves.tuning)}; held-out half: ${halfWords(halves.heldOut)} (seed ${searchSeed}). Near-duplicates are all in one half. ` +
    `${settings} settings tried. Intervals (95 %) take groups of near-duplicates as drawn at random; those in round brackets take rows as independent, where there are too few groups to tell.`;
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
    ...constraints.map((each, i) => `${wordsOf(each)}: ${both(each.figure)}${best.kept.heldOut[i] ? "" : " (broken)"}`),
  ];
}

function wordsOf({ figure, atLeast, bound }: LabelledConstraint): string {
  return `${figure}${atLeast ? ">=" : "<="}${bound}`;
}

function halfWords({ rows, fraud, groups }: LabelledHalf): string {
  return `${rows} rows, ${fraud} of them fraud, in ${groups} groups`;
}

function rateWords({ value, low, high, n, clusterLow, clusterHigh }: ClusteredRate): string {
  if (clusterLow !== null) return figureWords({ value, low: clusterLow, high: clusterHigh, n });
  return figureWords({ value, low, high, n }).replace("[", "(").replace("]", ")");
}
