/** A session of labels: what the page asks for, and what is kept of it. */
import { encodeModel } from "../../../detect/learned/model.ts";
import { pieceWeights } from "../../../detect/learned/piece-weights.ts";
import { writeWhole } from "../../../core/file/atomic-file.ts";
import { RingfenceError } from "../../../core/errors.ts";
import { maskIdentity } from "../../../event/masking.ts";
import { type ExpectedQuality, hardlyPays, judgeQuality } from "../../../training/labelling/expected-quality.ts";
import { finishedModel, type FinishOptions } from "../../../training/labelling/finished-model.ts";
import { writeLabels } from "../../../training/labelling/label-file.ts";
import type { LabelPool } from "../../../training/labelling/label-pool.ts";
import type { Answer, Labelling, Question } from "../../../training/labelling/labelling.ts";
import { rawModel } from "../../../training/train-model.ts";
import type { LabelQuestion, LabelState } from "./protocol.ts";

export interface DeskOptions extends FinishOptions {
  /** Where labels are kept, and where the model is written. */
  readonly out: string;
  readonly model: string;
  /** Shows senders' numbers whole. */
  readonly unmask: boolean;
  /** What to type next, for the model. */
  readonly command: string;
}

/** Labels between two points of the curve. */
const CURVE_STEP = 10;
const SHOWN_PIECES = 4;

export class Desk {
  readonly #pool: LabelPool;
  readonly #labelling: Labelling;
  readonly #options: DeskOptions;
  readonly #curve: ExpectedQuality[] = [];
  /** The point that is being worked out, between the answers. */
  #judging: ReturnType<typeof judgeQuality> | null = null;
  /** Labels that there were when it was looked at last. */
  #judged = 0;
  #isWritten = false;
  #expected: LabelState["expected"] = null;
  #problem: string | null = null;

  constructor(pool: LabelPool, labelling: Labelling, options: DeskOptions) {
    this.#pool = pool;
    this.#labelling = labelling;
    this.#options = options;
    this.#lookAtQuality();
  }

  state(): LabelState {
    const question = this.#labelling.question();
    const count = (answer: Answer): number =>
      [...this.#labelling.answers.values()].filter((one) => one === answer).length;
    return {
      file: this.#options.file,
      counts: {
        fraud: count("fraud"),
        benign: count("benign"),
        skip: count("skip"),
        messages: this.#pool.table.count,
      },
      question: question === null ? null : this.#shown(question),
      curve: this.#curve,
      isJudging: this.#judging !== null,
      hardlyPays: hardlyPays(this.#curve),
      command: this.#isWritten ? this.#options.command : null,
      expected: this.#isWritten ? this.#expected : null,
      problem: this.#problem,
    };
  }

  /** Throws RingfenceError "usage" for a line without a message, and "io" where the labels cannot be kept. */
  answer(line: number, answer: Answer): LabelState {
    const row = this.#pool.rowOf(line);
    if (row === undefined) throw new RingfenceError("usage", `line ${line} has no message: load the page again`);
    this.#labelling.answer(row, answer);
    this.#keep();
    this.#lookAtQuality();
    return this.state();
  }

  undo(): LabelState {
    if (this.#labelling.undo() !== null) this.#keep();
    const labels = this.#labelling.labels().size;
    while ((this.#curve.at(-1)?.labels ?? 0) > labels) this.#curve.pop();
    this.#judged = Math.min(this.#judged, this.#curve.at(-1)?.labels ?? 0);
    return this.state();
  }

  /** Writes the model; says what is missing where there are too few labels. */
  finish(): LabelState {
    this.#problem = null;
    try {
      const { model, remarks } = finishedModel(this.#pool, this.#labelling.labels(), this.#options);
      writeWhole(this.#options.model, encodeModel(model), { option: "--model-out" });
      this.#isWritten = true;
      this.#expected = model.card.thresholds.guess ?? null;
      this.#problem = remarks[0] ?? null;
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      this.#problem = error.message;
    }
    return this.state();
  }

  #keep(): void {
    this.#problem = null;
    this.#isWritten = false;
    writeLabels(this.#options.out, this.#pool, this.#labelling);
  }

  /** A key is answered at once: what takes longer is done in steps behind it. */
  #lookAtQuality(): void {
    const labels = this.#labelling.labels();
    if (this.#judging !== null || labels.size < this.#judged + CURVE_STEP) return;
    this.#judged = labels.size;
    const judging = judgeQuality(this.#pool, labels);
    this.#judging = judging;
    const step = (): void => {
      const { done, value } = judging.next();
      if (done !== true) {
        setImmediate(step);
        return;
      }
      this.#judging = null;
      // Labels may have been taken back meanwhile.
      if (value !== null && value.labels <= this.#labelling.labels().size) this.#curve.push(value);
      this.#lookAtQuality();
    };
    setImmediate(step);
  }

  #shown({ row, reason }: Question): LabelQuestion {
    const { line, text, sender, caller, direction } = this.#pool.candidate(row);
    const { model } = this.#labelling;
    const shown = sender === null ? null : this.#options.unmask ? sender : maskIdentity(caller);
    if (model === null) return { line, text, sender: shown, reason, score: null, spokeFor: [], spokeAgainst: [] };
    const { score, pieces } = pieceWeights(
      text,
      caller,
      direction,
      rawModel(model, this.#pool.reads, false),
      this.#pool.normaliser,
    );
    const sorted = [...pieces].sort((a, b) => b.weight - a.weight);
    return {
      line,
      text,
      sender: shown,
      reason,
      score,
      spokeFor: sorted
        .filter(({ weight }) => weight > 0)
        .slice(0, SHOWN_PIECES)
        .map((piece) => piece.text),
      spokeAgainst: sorted
        .filter(({ weight }) => weight < 0)
        .slice(-SHOWN_PIECES)
        .toReversed()
        .map((piece) => piece.text),
    };
  }
}
