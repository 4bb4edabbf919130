/**
 * Active learning: which messages a person should label next, so that few labels make a good model (uncertainty
 * sampling, Lewis and Gale 1994). After every fifth label a model is trained again. Of the next five messages four are
 * those that it is least sure of, none like another, and one is drawn at random, so that kinds that nobody thought of
 * are met. Before both classes are known the starter's score chooses: half of the messages are those most like fraud.
 */
import type { LearnedModel } from "../../detect/learned/model.ts";
import { Scorer } from "../../detect/learned/scorer.ts";
import type { LinearWeights } from "../linear-svm.ts";
import type { LabelPool } from "./label-pool.ts";

/** What a person says of a message. */
export const ANSWERS = ["fraud", "benign", "skip"] as const;
export type Answer = (typeof ANSWERS)[number];

/** Why a message is asked about. Of these only what is drawn at random tells of shares of all messages. */
export const REASONS = ["likely", "unsure", "random"] as const;
export type Reason = (typeof REASONS)[number];

export interface Question {
  readonly row: number;
  readonly reason: Reason;
}

/** Labels between two trainings. */
export const ROUND = 5;
const CHOSEN_OF_ROUND = 4;
/** The same, before both classes are known. */
const LIKELY_OF_ROUND = 2;

export class Labelling {
  readonly #pool: LabelPool;
  readonly #starter: Scorer | null;
  /** By row, in the order in which they were given. */
  readonly #answers = new Map<number, Answer>();
  readonly #reasons = new Map<number, Reason>();
  #questions: Question[] = [];

  /** `starter`: null for none: then messages are drawn at random until both classes are known. */
  constructor(pool: LabelPool, starter: LearnedModel | null) {
    this.#pool = pool;
    this.#starter = starter === null ? null : new Scorer(starter);
  }

  get answers(): ReadonlyMap<number, Answer> {
    return this.#answers;
  }

  /** 1 or -1 by row, of those that were not skipped. */
  labels(): Map<number, 1 | -1> {
    const labelled = [...this.#answers].filter(([, answer]) => answer !== "skip");
    return new Map(labelled.map(([row, answer]) => [row, answer === "fraud" ? 1 : -1]));
  }

  /** Why it was asked about; null: nobody asked. */
  reasonOf(row: number): Reason | null {
    return this.#reasons.get(row) ?? null;
  }

  /** Takes over from an earlier session why a message was asked about. */
  recall(row: number, reason: Reason): void {
    this.#reasons.set(row, reason);
  }

  /** The message to ask about now; null when all are labelled. */
  question(): Question | null {
    if (this.#questions.length === 0) this.#questions = this.#nextRound(ROUND);
    return this.#questions[0] ?? null;
  }

  /** So many messages at once, for whoever labels them elsewhere. */
  questions(count: number): readonly Question[] {
    return this.#nextRound(count);
  }

  /** Takes an answer, in whatever order; a message that was answered before is answered anew. */
  answer(row: number, answer: Answer): void {
    this.#answers.delete(row);
    this.#answers.set(row, answer);
    this.#questions = this.#questions.filter((question) => question.row !== row);
  }

  /** Takes back the last answer and asks about its message again; null where there is none. */
  undo(): number | null {
    const last = [...this.#answers.keys()].at(-1);
    if (last === undefined) return null;
    this.#answers.delete(last);
    this.#questions = [
      { row: last, reason: this.reasonOf(last) ?? "unsure" },
      ...this.#questions.filter(({ row }) => row !== last),
    ];
    return last;
  }

  #nextRound(count: number): Question[] {
    const labels = this.labels();
    const classes = new Set(labels.values());
    const model = classes.size === 2 ? this.#pool.train([...labels.keys()], labels) : null;
    const { group } = this.#pool.table;
    const open = this.#pool.open(new Set([...this.#answers.keys()].map((row) => group[row]!)));
    const chosen = model === null ? this.#likely(open, count) : this.#unsure(open, model, count);
    const taken = new Set(chosen.map(({ row }) => row));
    const random = open.filter((row) => !taken.has(row)).slice(0, count - chosen.length);
    const round = [...chosen, ...random.map((row): Question => ({ row, reason: "random" }))];
    for (const { row, reason } of round) this.#reasons.set(row, reason);
    return round;
  }

  #likely(open: readonly number[], count: number): Question[] {
    const starter = this.#starter;
    if (starter === null) return [];
    const scores = new Map(open.map((row) => [row, this.#pool.table.scoreWith(starter, row)]));
    const byScore = [...open].sort((a, b) => scores.get(b)! - scores.get(a)!);
    return this.#apart(byScore, Math.round((count * LIKELY_OF_ROUND) / ROUND), "likely");
  }

  #unsure(open: readonly number[], model: LinearWeights, count: number): Question[] {
    const distances = new Map(open.map((row) => [row, Math.abs(this.#pool.score(model, row))]));
    const nearest = [...open].sort((a, b) => distances.get(a)! - distances.get(b)!);
    return this.#apart(nearest, Math.round((count * CHOSEN_OF_ROUND) / ROUND), "unsure");
  }

  /** The first of them that are not like each other. */
  #apart(rows: readonly number[], count: number, reason: Reason): Question[] {
    const chosen: number[] = [];
    for (const row of rows) {
      if (chosen.length >= count) break;
      if (!chosen.some((other) => this.#pool.areAlike(row, other))) chosen.push(row);
    }
    return chosen.map((row) => ({ row, reason }));
  }
}
