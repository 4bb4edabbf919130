/** Verdicts or scores that another program gave to the events of a data set, by their id. */
import { RingfenceError } from "../../core/errors.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG } from "../../event/findings.ts";
import { tableRows } from "../../rows/typed/table-rows.ts";

/** What was said of an event. `score`: NaN where there is none. */
export interface Said {
  readonly decision: number;
  readonly score: number;
}

/** From which score on an event counts as flagged, and as blocked. Left out: no score does. */
export interface ScoreLines {
  readonly flagFrom?: number | undefined;
  readonly blockFrom?: number | undefined;
}

const COLUMNS = ["id", "verdict", "decision", "score"] as const;

export class VerdictFile {
  readonly path: string;
  hasVerdicts = false;
  hasScores = false;
  readonly #places = new IdIndex();
  readonly #decisions: number[] = [];
  readonly #scores: number[] = [];
  readonly #lines: number[] = [];
  readonly #used: boolean[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Reads columns `id`, and `verdict` (or `decision`: allow, flag, block) or `score`. Of scores, `lines` make verdicts
   * where the file has none. Throws RingfenceError "config", with the line, for a value that is none and for an id that
   * is there twice. Memory: some 60 bytes a row.
   */
  static async read(path: string, lines: ScoreLines): Promise<VerdictFile> {
    const file = new VerdictFile(path);
    for await (const { line, cells } of tableRows(path, COLUMNS)) file.#add(line, cells, lines);
    if (file.rows === 0) throw new RingfenceError("noData", `${path}: no data: no row with an id`);
    return file;
  }

  get rows(): number {
    return this.#lines.length;
  }

  /** Null: nothing was said of the event. */
  take(id: string): Said | null {
    const place = this.#places.get(id);
    if (place === NO_VALUE) return null;
    this.#used[place] = true;
    return { decision: this.#decisions[place]!, score: this.#scores[place]! };
  }

  /** Throws RingfenceError "config" if an id was not taken: it is of another data set. */
  requireAllTaken(data: string): void {
    const strangers = this.#used.filter((isUsed) => !isUsed).length;
    if (strangers === 0) return;
    const line = this.#lines[this.#used.indexOf(false)]!;
    throw new RingfenceError(
      "config",
      `${this.path}: ${strangers} of ${this.rows} ids are no events of ${data}, the first in line ${line}: score it on the data that it was made from`,
    );
  }

  #add(line: number, [id, verdict, decision, score]: readonly (string | null)[], lines: ScoreLines): void {
    const refuse = (column: string, expected: string, found: string | null | undefined): never => {
      const what = found == null ? "nothing" : JSON.stringify(found.slice(0, 40));
      throw new RingfenceError(
        "config",
        `${this.path}: line ${line}, column ${column}: expected ${expected}, found ${what}`,
      );
    };
    const known = id == null ? refuse("id", "16 hexadecimal digits", id) : id.toLowerCase();
    if (!isId(known)) refuse("id", "16 hexadecimal digits", id);
    const word = verdict ?? decision ?? null;
    const number = score == null ? Number.NaN : Number(score);
    if (score != null && Number.isNaN(number)) refuse("score", "a number", score);
    if (word === null && Number.isNaN(number)) refuse("verdict or score", "one of both", null);
    const said = word === null ? decisionOf(number, lines) : DECISIONS.indexOf(word.toLowerCase() as "allow");
    if (said < 0) refuse(verdict == null ? "decision" : "verdict", DECISIONS.join(", "), word);
    if (!this.#places.add(known, this.rows)) refuse("id", "each id once", id);
    this.hasVerdicts ||= word !== null;
    this.hasScores ||= !Number.isNaN(number);
    this.#decisions.push(said);
    this.#scores.push(number);
    this.#lines.push(line);
    this.#used.push(false);
  }
}

function decisionOf(score: number, { flagFrom = Infinity, blockFrom = Infinity }: ScoreLines): number {
  return score >= blockFrom ? BLOCK : score >= flagFrom ? FLAG : ALLOW;
}

/** The ids in the column `id` of a file. Throws like `tableRows`, and "config" for what is no id. */
export async function readIds(path: string): Promise<{ has(id: string): boolean }> {
  const ids = new IdIndex();
  for await (const { line, cells } of tableRows(path, ["id"])) {
    const id = cells[0]?.toLowerCase() ?? "";
    if (!isId(id)) {
      throw new RingfenceError(
        "config",
        `${path}: line ${line}, column id: expected 16 hexadecimal digits, found ${id.slice(0, 40)}`,
      );
    }
    ids.add(id, 0);
  }
  return { has: (id) => ids.get(id) !== NO_VALUE };
}

function isId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** Ids of 64 bits, by their lower 48 bits below each value of the upper 16. */
class IdIndex {
  readonly #byUpper = new Map<number, KeyIndex>();

  get(id: string): number {
    return this.#byUpper.get(upperOf(id))?.get(lowerOf(id)) ?? NO_VALUE;
  }

  /** False if it is there already. */
  add(id: string, value: number): boolean {
    const upper = upperOf(id);
    let index = this.#byUpper.get(upper);
    if (index === undefined) this.#byUpper.set(upper, (index = new KeyIndex()));
    if (index.has(lowerOf(id))) return false;
    index.set(lowerOf(id), value);
    return true;
  }
}

function upperOf(id: string): number {
  return Number.parseInt(id.slice(0, 4), 16);
}

function lowerOf(id: string): number {
  return Number.parseInt(id.slice(4), 16);
}
