/** Rows of JSON Lines of which each line must be an object. */
import { RingfenceError } from "../../core/errors.ts";
import type { Line } from "../lines/line-splitter.ts";
import { type JsonObject, type NoObject, objectOfLine } from "./json-object.ts";

const WHAT: Readonly<Record<NoObject, string>> = {
  lineTooLong: "is too long to be a row",
  notUtf8: "is no UTF-8: convert the file, or name its format with --format",
  notJson: "is no JSON: the file is cut short or broken there",
  notAnObject: "is JSON, but no object",
};

export class ExactObjects {
  readonly #name: string;

  /** `name`: of the file, for messages. */
  constructor(name: string) {
    this.#name = name;
  }

  /** The objects on `lines`, without those that are blank. Throws RingfenceError "config" for what is no object. */
  push(lines: readonly Line[]): JsonObject[] {
    const objects: JsonObject[] = [];
    for (const line of lines) {
      const object = objectOfLine(line);
      if (typeof object === "string") {
        throw new RingfenceError("config", `${this.#name}: line ${line.number} ${WHAT[object]}`);
      }
      if (object !== null) objects.push(object);
    }
    return objects;
  }

  /** No object goes on over the end of a line: none is left. */
  end(): void {}
}
