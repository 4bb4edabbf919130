/** The labelled messages of our own that lie in datasets/messages-training. The package does not ship them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert } from "../core/assert.ts";
import { WITHHELD } from "../event/identity.ts";
import { exactRecords } from "../rows/csv/exact-records.ts";
import { readLines } from "../rows/lines/text-lines.ts";
import type { Example } from "./examples.ts";

export function readOwnMessages(): Example[] {
  const folder = fileURLToPath(import.meta.resolve("#datasets/messages-training"));
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const rows = files.sort().flatMap((name) => {
    const path = join(folder, name);
    const [head = [], ...body] = exactRecords(path, readLines(path));
    return body.map((fields) => ({ text: fields[head.indexOf("text")], label: fields[head.indexOf("label")] }));
  });
  return rows.map(({ text, label }, at): Example => {
    assert(label === "fraud" || label === "ham", () => `message ${at} is labelled ${label}, expected fraud or ham`);
    return { text: text!, isFraud: label === "fraud", label, caller: WITHHELD, direction: 0 };
  });
}
