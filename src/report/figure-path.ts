/**
 * Figures of a report by their path, as `rates.success` or `warnings.byChannel.visit.kept`: an entry of a list goes by
 * what it is called.
 */
import type { Interval } from "../metrics/rates.ts";
import type { Report } from "./schema.ts";

/** An interval of a report: over clusters, where there is one. No ends where there are too few of them to tell. */
export interface PrintedInterval extends Interval {
  readonly path: string;
  /** Trials; null of sums. */
  readonly n: number | null;
}

/**
 * The number at a path; a rate or a reference figure goes by its value. Null where that is none, undefined for no
 * figure.
 */
export function figureAt(report: Report, path: string): number | null | undefined {
  let node: unknown = report;
  for (const key of path.split(".")) node = childOf(node, key);
  const value = isObject(node) && !Array.isArray(node) ? valueOf(node) : node;
  return typeof value === "number" || value === null ? value : undefined;
}

/** Every interval, in the order of the document. */
export function intervalsOf(report: Report): PrintedInterval[] {
  return walk(report, "");
}

function walk(node: unknown, path: string): PrintedInterval[] {
  if (!isObject(node)) return [];
  if ("low" in node && "high" in node) return [intervalAt(node, path)];
  const entries: [string, unknown][] = Array.isArray(node)
    ? node.map((entry: unknown, at) => [nameOf(entry) ?? String(at), entry])
    : Object.entries(node);
  return entries.flatMap(([key, entry]) => walk(entry, path === "" ? key : `${path}.${key}`));
}

function intervalAt(node: Readonly<Record<string, unknown>>, path: string): PrintedInterval {
  const isClustered = "clusterLow" in node;
  return {
    path,
    value: numberOf(valueOf(node)),
    low: numberOf(isClustered ? node.clusterLow : node.low),
    high: numberOf(isClustered ? node.clusterHigh : node.high),
    n: numberOf(node.n),
  };
}

/** Null for what is none. */
function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function valueOf(node: Readonly<Record<string, unknown>>): unknown {
  return "simulated" in node ? node.simulated : node.value;
}

function childOf(node: unknown, key: string): unknown {
  if (!isObject(node)) return undefined;
  if (Array.isArray(node)) return node.find((entry: unknown, at) => (nameOf(entry) ?? String(at)) === key) as unknown;
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

/** What an entry of a list is called; a precision at the run's own prevalence is called by that. */
function nameOf(entry: unknown): string | null {
  if (!isObject(entry)) return null;
  if (entry.basis === "scenario") return "scenario";
  // Dots part the path.
  const name =
    entry.id ?? entry.name ?? entry.channel ?? entry.level ?? entry.feature ?? entry.prevalence ?? entry.stage;
  return typeof name === "string" || typeof name === "number" ? String(name).replace(".", ",") : null;
}

function isObject(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === "object" && node !== null;
}
