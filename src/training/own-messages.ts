/** The labelled messages of our own that lie in datasets/messages-training. The package does not ship them. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { assert } from "../core/assert.ts";
import { WITHHELD } from "../event/identity.ts";
import type { Example } from "./examples.ts";

export function readOwnMessages(): Example[] {
  const folder = fileURLToPath(import.meta.resolve("#datasets/messages-training"));
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const rows = files.sort().flatMap((name) => {
    return parse<Record<string, string>>(readFileSync(join(folder, name)), { columns: true });
  });
  return rows.map(({ text, label }, at): Example => {
    assert(label === "fraud" || label === "ham", () => `message ${at} is labelled ${label}, expected fraud or ham`);
    return { text: text!, isFraud: label === "fraud", label, caller: WITHHELD, direction: 0 };
  });
}
