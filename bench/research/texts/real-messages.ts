/** Sets of real messages as examples to train on and to be judged by. None of them is in the repository. */
import { join } from "node:path";
import { WITHHELD } from "../../../src/event/identity.ts";
import { readLines } from "../../../src/rows/lines/text-lines.ts";
import type { Example } from "../../../src/training/examples.ts";

/** By name: the file, and the label of benign messages. */
const REAL_SETS = {
  UCI: { file: "sms-en-uci.jsonl", benign: "ham" },
  Mendeley: { file: "sms-en-mendeley5971.jsonl", benign: "ham" },
  ExAIS: { file: "sms-en-exais.jsonl", benign: "ham" },
  "80W": { file: "sms-zh-80w-sample.jsonl", benign: "ham" },
} as const;
export type RealSetName = keyof typeof REAL_SETS;

export function readRealMessages(folder: string, name: RealSetName): Example[] {
  const { file, benign } = REAL_SETS[name];
  return readRealRows(folder, file)
    .filter(({ text }) => text !== "")
    .map(({ text, label }) => ({ ...exampleOf(text), label, isFraud: label !== benign }));
}

/** A message as its set has it. */
interface RealRow {
  readonly text: string;
  readonly label: string;
  readonly group?: string;
}

/** Throws RingfenceError "io" where a set is not in the folder, SyntaxError where it is broken. */
export function readRealRows(folder: string, file: string): RealRow[] {
  const lines = readLines(join(folder, file)).filter(({ text }) => text.trim() !== "");
  return lines.map(({ text }) => JSON.parse(text) as RealRow);
}

/** A text alone. */
export function exampleOf(text: string, isFraud = true): Example {
  return { text, label: isFraud ? "fraud" : "benign", isFraud, caller: WITHHELD, direction: 0 };
}
