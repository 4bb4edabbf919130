/** Reads JSON Lines: one JSON object a line. */
import { COLUMN_ROLES, type ColumnRequest, chooseColumns } from "../choose-columns.ts";
import type { Line } from "../lines/line-splitter.ts";
import { emptyLedger, type LineLedger, type ParserStart, type RowParser } from "../row-parser.ts";
import { type JsonObject, objectOfLine, ownValue } from "./json-object.ts";
import { RowMaker } from "../row-maker.ts";
import { type RowBatch, setAside } from "../row.ts";

/**
 * There is no header, and a row may lack what others have: the columns are chosen from all keys of the first so many
 * objects, or of fewer that are long, as they take many times their length.
 */
const ROWS_LOOKED_AT = 64;
const UNITS_LOOKED_AT = 8 * 2 ** 20;

export class JsonLinesParser implements RowParser {
  maker: RowMaker | null = null;
  readonly isBehindBroken = false;
  readonly lines: LineLedger = emptyLedger();
  readonly #values: unknown[] = COLUMN_ROLES.map(() => undefined);
  readonly #request: ColumnRequest;
  /** Objects held back until the columns are chosen. */
  #held: ReadObject[] = [];
  #heldUnits = 0;

  /** `start`: where another has left off. */
  constructor(request: ColumnRequest, start: ParserStart | null = null) {
    this.#request = request;
    if (start !== null) this.maker = new RowMaker(start.shape.columns, {}, start.shape);
  }

  get heldLines(): number {
    return this.#held.length;
  }

  get next(): ParserStart | null {
    const shape = this.maker?.shape ?? null;
    return shape && { format: "jsonl", shape, fieldCount: 0, fieldOf: [], isBehindBroken: false };
  }

  push(lines: readonly Line[], out: RowBatch): void {
    for (const line of lines) this.#readLine(line, out);
  }

  end(out: RowBatch): void {
    if (this.#held.length > 0) this.#chooseColumns(out);
  }

  #readLine(line: Line, out: RowBatch): void {
    const value = objectOfLine(line);
    if (value === null) {
      this.lines.blank++;
    } else if (typeof value === "string") {
      setAside(out, line.number, value, line.text);
      this.lines.setAside++;
    } else if (this.maker !== null) {
      this.#take(out, { line, value }, this.maker);
    } else {
      this.#held.push({ line, value });
      this.#heldUnits += line.text.length;
      const isEnough = this.#held.length >= ROWS_LOOKED_AT || this.#heldUnits >= UNITS_LOOKED_AT;
      if (isEnough) this.#chooseColumns(out);
    }
  }

  #chooseColumns(out: RowBatch): void {
    const names = new Set(this.#held.flatMap(({ value }) => Object.keys(value)));
    this.maker = new RowMaker(chooseColumns([...names], this.#request), this.#request);
    for (const object of this.#held) this.#take(out, object, this.maker);
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
