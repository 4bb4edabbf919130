/** What verdicts or scores from elsewhere are worth on a data set of `generate`: what they catch, whom they hurt. */
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { ALLOW, BLOCK, FLAG } from "../../event/findings.ts";
import { precisionAt, scaleClusteredRate } from "../../metrics/rates.ts";
import { columnsOf, figureSchema, row, rows, type Stated, statementSchema, table } from "../../report/statement.ts";

import { type LabelledEvent, labelledEvents, readManifest } from "./labelled-events.ts";
import { BenignClustering, TakenCounts } from "./score-counts.ts";
import { RATE_COLUMNS, ScoreCurve } from "./score-curve.ts";
import { readIds, type Said, type ScoreLines, VerdictFile } from "./verdict-file.ts";

/** Verdicts, the folder of the data, rows to leave out, and where scores become verdicts. */
export interface ScoreOptions extends ScoreLines {
  readonly file: string;
  readonly data: string;
  /** A file of ids that the verdicts were learned from: they are not counted. */
  readonly leaveOut?: string | undefined;
}

const SCORE_SCHEMA_VERSION = 1;
const count = z.int().nonnegative();

export const ScoreDocument = z
  .strictObject({
    schemaVersion: z.literal(SCORE_SCHEMA_VERSION),
    file: z.string(),
    data: z.string(),
    scenario: z.string(),
    seed: z.int(),
    digest: z.string().describe("of the run whose events these are"),
    events: count.describe("of the data set"),
    leftOut: count.describe("events that the verdicts were learned from"),
    unsaid: count.describe("events without a verdict or score: they count as allowed, with the lowest score"),
    figures: z.record(z.string(), figureSchema),
    statements: z.array(statementSchema).readonly(),
  })
  .readonly()
  .meta({
    title: "Ringfence score",
    description:
      "What verdicts from elsewhere are worth on a data set. Intervals: if gangs, callers and texts were drawn again.",
  });
export type ScoreDocument = z.infer<typeof ScoreDocument>;

/**
 * Scores a file of verdicts. Throws RingfenceError "usage", "config", "io", "noData" for files that cannot be used, and
 * "config" for ids that the data set has not. Memory: some 100 bytes an event.
 */
export async function scoreVerdicts(options: ScoreOptions): Promise<ScoreDocument> {
  const { file, data, leaveOut } = options;
  const manifest = readManifest(data);
  const { scenario, seed, digest } = manifest;
  const verdicts = await VerdictFile.read(file, options);
  const left = leaveOut === undefined ? null : await readIds(leaveOut);
  const counts = new ScoreCounts(verdicts.hasScores);
  let [events, leftOut, unsaid] = [0, 0, 0];
  for await (const event of labelledEvents(data, manifest)) {
    events++;
    const said = verdicts.take(event.id);
    if (left?.has(event.id) === true) leftOut++;
    else {
      if (said === null) unsaid++;
      counts.add(event, said ?? NOTHING);
    }
  }
  verdicts.requireAllTaken(data);
  if (counts.all.fraud === 0 || counts.all.benign === 0) {
    throw new RingfenceError("noData", `${data}: no data: expected fraud and benign events that are not left out`);
  }
  const areVerdicts = verdicts.hasVerdicts || options.blockFrom !== undefined || options.flagFrom !== undefined;
  const stated = [...(areVerdicts ? counts.state() : []), ...(counts.curve?.state() ?? [])];
  return {
    schemaVersion: SCORE_SCHEMA_VERSION,
    file,
    data,
    scenario,
    seed,
    digest,
    events,
    leftOut,
    unsaid,
    figures: Object.assign({}, ...stated.map(({ figures }) => figures)) as ScoreDocument["figures"],
    statements: stated.map(({ statement }) => statement),
  };
}

const NOTHING: Said = { decision: ALLOW, score: Number.NEGATIVE_INFINITY };

/** Shares of fraud in real traffic: a round figure, and the lower of the published ones. */
const PREVALENCES = [0.01, 0.0036] as const;
/** A class of which fewer callers or texts were hurt has no interval, as in a report. */
const MIN_CLUSTERS = 8;

class ScoreCounts {
  readonly all = new TakenCounts();
  readonly curve: ScoreCurve | null;
  readonly #clustering = new BenignClustering();
  readonly #flagged = new TakenCounts();
  readonly #byPart = new Map<string, TakenCounts>();
  readonly #byClass = new Map<string, TakenCounts>();

  constructor(hasScores: boolean) {
    this.curve = hasScores ? new ScoreCurve() : null;
  }

  add(event: LabelledEvent, { decision, score }: Said): void {
    const clusters = this.#clustering.of(event);
    const isBlocked = decision === BLOCK;
    this.all.add(event, clusters, isBlocked);
    this.#flagged.add(event, clusters, decision >= FLAG);
    for (const part of [
      event.isCall ? "calls" : "messages",
      `time.${event.splitTime}`,
      `script.${event.splitScript}`,
    ]) {
      countsAt(this.#byPart, part).add(event, clusters, isBlocked);
    }
    if (event.benignClass !== null) countsAt(this.#byClass, event.benignClass).add(event, clusters, isBlocked);
    this.curve?.add(event.isFraud, score);
  }

  state(): Stated[] {
    return [this.#stateVerdicts(), this.#stateParts(), this.#stateRare(), this.#stateClasses()];
  }

  #stateVerdicts(): Stated {
    return table("verdicts", "What was taken for fraud", {}, RATE_COLUMNS, [
      row("block", "blocked", ...ratesOf(this.all)),
      row("flag", "flagged or blocked", ...ratesOf(this.#flagged)),
    ]);
  }

  /** Where rules were learned on a part, the others show what they are worth on what they never saw. */
  #stateParts(): Stated {
    const parts = [
      ["calls", "calls"],
      ["messages", "messages"],
      ["time.train", "first three fifths of the time"],
      ["time.validation", "fourth fifth of the time"],
      ["time.test", "last fifth of the time"],
      ["script.train", "scripts for training"],
      ["script.validation", "scripts for choosing"],
      ["script.test", "scripts held out"],
    ] as const;
    const found = parts.flatMap(([id, words]) => {
      const counts = this.#byPart.get(id);
      return counts === undefined ? [] : [row(id, words, ...ratesOf(counts))];
    });
    return table("parts", "Blocked, by part of the data", {}, RATE_COLUMNS, found);
  }

  #stateRare(): Stated {
    const { recall, falseInterception } = this.all;
    return rows(
      "precisionAt",
      "Precision of what is blocked, if fraud is rare",
      { unit: "share" },
      PREVALENCES.map((prevalence) => {
        const found = precisionAt(prevalence, recall, falseInterception);
        return row(String(prevalence).replace(".", ","), `${100 * prevalence} % of events are fraud`, found);
      }),
    );
  }

  #stateClasses(): Stated {
    const found = [...this.#byClass].map(([name, counts]) => {
      const hurt = scaleClusteredRate(counts.falseInterception, 10_000);
      return { name, counts, hurt: counts.hurtClusters < MIN_CLUSTERS ? { value: hurt.value, n: hurt.n } : hurt };
    });
    return table(
      "benign",
      "Whom does it hurt?",
      {},
      [{ id: "blocked", words: "blocked, of 10,000", unit: "number" }, ...columnsOf("count", { events: "events" })],
      found
        .toSorted((a, b) => b.hurt.value! - a.hurt.value! || (a.name < b.name ? -1 : 1))
        .map(({ name, counts, hurt }) => row(name, name, hurt, counts.benign)),
    );
  }
}

function ratesOf({ recall, falseInterception, precision }: TakenCounts) {
  return [recall, falseInterception, precision];
}

function countsAt(all: Map<string, TakenCounts>, name: string): TakenCounts {
  const found = all.get(name) ?? new TakenCounts();
  all.set(name, found);
  return found;
}
