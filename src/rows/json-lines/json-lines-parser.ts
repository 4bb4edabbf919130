/** Reads JSON Lines: one JSON object a line. */
import { COLUMN_ROLES } from "../choose-columns.ts";
import type { Line } from "../lines/line-splitter.ts";
import { type BeginRows, emptyLedger, type LineLedger, type RowParser } from "../row-parser.ts";
import { type JsonObject, objectOfLine, ownValue } from "./json-object.ts";
import type { RowMaker } from "../row-maker.ts";
import { type RowBatch, setAside } from "../row.ts";

/** There is no header, and rows may have different keys. So columns are chosen from the keys of the first objects. */
export interface KeysToLookAt {
  readonly begin: BeginRows;
  /** True if these keys are enough to begin. Until then, objects are held back. */
  readonly areEnough: (keys: readonly string[]) => boolean;
  /** True if columns that were asked for may come later. */
  readonly isLive: boolean;
}

/** How many objects are looked at. */
const MAX_OBJECTS = 1000;
/** The most UTF-16 units of held objects. */
const MAX_UNITS = 8 * 2 ** 20;

export class JsonLinesParser implements RowParser {
  maker: RowMaker | null = null;
  readonly lines: LineLedger = emptyLedger();
  readonly #values: unknown[] = COLUMN_ROLES.map(() => undefined);
  readonly #keys: KeysToLookAt;
  #areKnown = false;
  readonly #names = new Set<string>();
  #objects = 0;
  #units = 0;
  #held: ReadObject[] = [];

  constructor(keys: KeysToLookAt) {
    this.#keys = keys;
  }

  push(lines: readonly Line[], out: RowBatch): void {
    for (const line of lines) this.#readLine(line, out);
  }

  end(out: RowBatch): void {
    if (this.#held.length > 0) this.#beginWith(out);
  }

  #readLine(line: Line, out: RowBatch): void {
    const value = objectOfLine(line);
    if (value === null) {
      this.lines.blank++;
    } else if (typeof value === "string") {
      setAside(out, line.number, value, line.text);
      this.lines.setAside++;
    } else if (!this.#areKnown) {
      this.#lookAt(out, { line, value });
    } else {
      this.#take(out, { line, value }, this.maker!);
    }
  }

  #lookAt(out: RowBatch, object: ReadObject): void {
    const known = this.#names.size;
    for (const name of Object.keys(object.value)) this.#names.add(name);
    this.#held.push(object);
    this.#units += object.line.text.length;
    this.#areKnown = ++this.#objects >= MAX_OBJECTS || this.#units >= MAX_UNITS;
    if (this.#areKnown) this.#beginWith(out);
    else if (this.#names.size > known && this.#keys.areEnough([...this.#names]))
      this.#beginWith(out, this.#keys.isLive);
    else if (this.maker !== null) this.#takeHeld(out, this.maker);
  }

  #beginWith(out: RowBatch, isForNow = false): void {
    this.maker = this.#keys.begin([...this.#names], null, this.maker, isForNow);
    this.#takeHeld(out, this.maker);
  }

  #takeHeld(out: RowBatch, maker: RowMaker): void {
    for (const object of this.#held) this.#take(out, object, maker);
    this.#held = [];
  }

  #take(out: RowBatch, { line, value }: ReadObject, maker: RowMaker): void {
    const { columns } = maker;
    for (let role = 0; role < COLUMN_ROLES.length; role++) {
      this.#values[role] = ownValue(value, columns[COLUMN_ROLES[role]!]);
    }
    if (maker.add(out, line.number, line.text, this.#values)) this.lines.inRows++;
    else this.lines.setAside++;
  }
}

interface ReadObject {
  readonly line: Line;
  readonly value: JsonObject;
}
