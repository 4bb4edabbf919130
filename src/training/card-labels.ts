/** What a card says of labels and files: a file has any number of them, and of any length; a card has room for some. */
import { basename } from "node:path";
import { compareText } from "../core/units.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import type { Example } from "./examples.ts";

type LabelCount = ModelCard["trainedOn"]["labels"][number];

const MAX_LABELS = 100;
const MAX_FILES = 50;
const LABEL_UNITS = 60;
const FILE_UNITS = 100;

/** Label values with their rows, by name. More than the card has room for are counted together, by class. */
export function labelCounts(examples: readonly Pick<Example, "label" | "isFraud">[]): LabelCount[] {
  const counts = countedBy(examples.map(({ label, isFraud }) => ({ label: shorten(label, LABEL_UNITS), isFraud })));
  if (counts.length <= MAX_LABELS) return counts;
  return [true, false].flatMap((fraud) => togetherOf(counts, fraud));
}

/** Names of files, the same whatever order they were given in. */
export function fileNames(names: readonly string[]): string[] {
  const sorted = names.map(fileName).sort();
  if (sorted.length <= MAX_FILES) return sorted;
  return [...sorted.slice(0, MAX_FILES - 1), `and ${sorted.length - MAX_FILES + 1} more`];
}

/** As a card names a file. */
export function fileName(path: string): string {
  return shorten(basename(path), FILE_UNITS);
}

/** Of these files, those whose names a model was trained on. */
export function sameFiles(paths: readonly string[], { trainedOn }: Pick<ModelCard, "trainedOn">): string[] {
  return paths.map(fileName).filter((name) => trainedOn.files.includes(name));
}

/** The beginning of what is too long for a card. */
export function shorten(text: string, units: number): string {
  return text.length <= units ? text : `${text.slice(0, units - 1)}…`;
}

function countedBy(examples: readonly { readonly label: string; readonly isFraud: boolean }[]): LabelCount[] {
  const counts = new Map<string, { label: string; rows: number; fraud: boolean }>();
  for (const { label, isFraud } of examples) {
    const key = `${Number(isFraud)}${label}`;
    const counted = counts.get(key) ?? { label, rows: 0, fraud: isFraud };
    counted.rows++;
    counts.set(key, counted);
  }
  return [...counts.values()].sort(byName);
}

function togetherOf(counts: readonly LabelCount[], fraud: boolean): LabelCount[] {
  const own = counts.filter((count) => count.fraud === fraud);
  if (own.length === 0) return [];
  return [{ label: `${own.length} values`, rows: own.reduce((sum, { rows }) => sum + rows, 0), fraud }];
}

function byName(a: LabelCount, b: LabelCount): number {
  return compareText(a.label, b.label) || Number(a.fraud) - Number(b.fraud);
}
