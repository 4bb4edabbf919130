/** Reads JSON Lines: one JSON object a line. */
import { COLUMN_ROLES } from "./choose-columns.ts";
import type { Line } from "./lines/line-splitter.ts";
import { type RowBatch, setAside, type SetAsideReason } from "./row.ts";
import type { RowMaker } from "./row-maker.ts";

/** How many objects are looked at for columns, and the most UTF-16 units of held objects. */
const MAX_OBJECTS = 1000;
const MAX_UNITS = 8 * 2 ** 20;

/**
 * There is no header, and rows may have different keys. So columns are chosen from the keys of the first objects, which
 * are held back until these keys are enough.
 */
export class JsonLinesParser {
  readonly #maker: RowMaker;
  /** True if columns that were asked for may come later. */
  readonly #isLive: boolean;
  readonly #values: unknown[] = COLUMN_ROLES.map(() => undefined);
  #areKnown = false;
  readonly #names = new Set<string>();
  #objects = 0;
  #units = 0;
  #held: ReadObject[] = [];

  constructor(maker: RowMaker, isLive: boolean) {
    this.#maker = maker;
    this.#isLive = isLive;
  }

  push(lines: readonly Line[], out: RowBatch): void {
    for (const line of lines) {
      const value = objectOfLine(line);
      if (value === null) continue;
      if (typeof value === "string") setAside(out, line.number, value, line.text);
      else if (this.#areKnown) this.#take(out, { line, value });
      else this.#lookAt(out, { line, value });
    }
  }

  end(out: RowBatch): void {
    if (this.#held.length > 0) this.#beginWith(out);
  }

  #lookAt(out: RowBatch, object: ReadObject): void {
    const known = this.#names.size;
    for (const name of Object.keys(object.value)) this.#names.add(name);
    this.#held.push(object);
    this.#units += object.line.text.length;
    this.#areKnown = ++this.#objects >= MAX_OBJECTS || this.#units >= MAX_UNITS;
    const isMore = this.#names.size > known && this.#maker.areEnough([...this.#names], this.#isLive);
    if (this.#areKnown) this.#beginWith(out);
    else if (isMore) this.#beginWith(out, this.#isLive);
    else if (this.#maker.choice !== null) this.#takeHeld(out);
  }

  #beginWith(out: RowBatch, isForNow = false): void {
    this.#maker.choose([...this.#names], null, isForNow);
    this.#takeHeld(out);
  }

  #takeHeld(out: RowBatch): void {
    for (const object of this.#held) this.#take(out, object);
    this.#held = [];
  }

  #take(out: RowBatch, { line, value }: ReadObject): void {
    const { columns } = this.#maker.choice!;
    for (let role = 0; role < COLUMN_ROLES.length; role++) {
      const key = columns[COLUMN_ROLES[role]!];
      // Only own keys count: a column may be called `__proto__` or `constructor`.
      this.#values[role] = key !== null && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    this.#maker.add(out, line.number, line.text, this.#values);
  }
}

interface ReadObject {
  readonly line: Line;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The object on a line; null if it is blank; else the reason why there is none. */
function objectOfLine({ text, fault }: Line): ReadObject["value"] | SetAsideReason | null {
  if (fault !== null) return fault;
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "notJson";
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as ReadObject["value"])
    : "notAnObject";
}
