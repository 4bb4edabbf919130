/**
 * Figures of a report by their path, as `rates.success` or `warnings.byChannel.visit.kept`: list entries are found by
 * their name.
 */
import type { Report } from "./schema.ts";

/** A rate or a reference figure stands for its value. Null if it is missing, undefined if there is no such figure. */
export function figureAt(report: Report, path: string): number | null | undefined {
  let node: unknown = report;
  for (const key of path.split(".")) node = childOf(node, key);
  const value = isObject(node) && !Array.isArray(node) ? valueOf(node) : node;
  return typeof value === "number" || value === null ? value : undefined;
}

function valueOf(node: Readonly<Record<string, unknown>>): unknown {
  return "simulated" in node ? node.simulated : node.value;
}

function childOf(node: unknown, key: string): unknown {
  if (!isObject(node)) return undefined;
  if (Array.isArray(node)) return node.find((entry: unknown, at) => (nameOf(entry) ?? String(at)) === key) as unknown;
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

function nameOf(entry: unknown): string | null {
  if (!isObject(entry)) return null;
  if (entry.basis === "scenario") return "scenario";
  const name =
    entry.id ?? entry.name ?? entry.channel ?? entry.level ?? entry.feature ?? entry.prevalence ?? entry.stage;
  return typeof name === "string" || typeof name === "number" ? String(name).replace(".", ",") : null;
}

function isObject(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === "object" && node !== null;
}
