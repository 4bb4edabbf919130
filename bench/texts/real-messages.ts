/** Sets of real messages as examples to train on and to be judged by. None of them is in the repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WITHHELD } from "../../src/event/identity.ts";
import type { Example } from "../../src/training/examples.ts";

/** By name: the file, and the label of benign messages. */
export const REAL_SETS = {
  UCI: { file: "sms-en-uci.jsonl", benign: "ham" },
  Mendeley: { file: "sms-en-mendeley5971.jsonl", benign: "ham" },
  ExAIS: { file: "sms-en-exais.jsonl", benign: "ham" },
  "80W": { file: "sms-zh-80w-sample.jsonl", benign: "ham" },
} as const;
export type RealSetName = keyof typeof REAL_SETS;

export function readRealMessages(folder: string, name: RealSetName): Example[] {
  const { file, benign } = REAL_SETS[name];
  return readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { readonly text: string; readonly label: string })
    .filter(({ text }) => text !== "")
    .map(({ text, label }) => ({ ...exampleOf(text), label, isFraud: label !== benign }));
}

/** A text alone. */
export function exampleOf(text: string, isFraud = true): Example {
  return { text, label: isFraud ? "fraud" : "benign", isFraud, caller: WITHHELD, direction: 0 };
}
