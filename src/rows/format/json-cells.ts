/** Rows of JSON Lines: an object a line. */
import { RingfenceError } from "../../core/errors.ts";

/** Own keys alone count: a column may be called `constructor`. */
export type JsonRow = Readonly<Record<string, unknown>>;

const MAX_LINE_UNITS = 16 * 1024 * 1024;

export class JsonCells {
  readonly #name: string;
  #text = "";
  #lines = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Lines before the next. */
  get records(): number {
    return this.#lines;
  }

  /**
   * The rows that `text` completes; all of them when `isLast`. Throws RingfenceError "config" for what is no object.
   */
  push(text: string, isLast: boolean): JsonRow[] {
    const lines = (this.#text + text).split("\n");
    this.#text = isLast ? "" : lines.pop()!;
    if (this.#text.length > MAX_LINE_UNITS) throw this.#broken("is longer than 16 million characters");
    const rows: JsonRow[] = [];
    for (const line of lines) {
      if (line.trim() !== "") rows.push(this.#parse(line));
      this.#lines++;
    }
    return rows;
  }

  #parse(line: string): JsonRow {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.#broken("is no JSON: the file is cut short or broken there");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.#broken("is JSON, but no object");
    return value as JsonRow;
  }

  #broken(what: string): RingfenceError {
    return new RingfenceError("config", `${this.#name}: line ${this.#lines + 1} ${what}`);
  }
}
