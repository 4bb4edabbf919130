// Compares the documents and the rows of two folders of results, path by path.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Top fields that say how and where it was run. */
const ASIDE = new Set(["schemaVersion", "performance", "workers", "reproduce", "file"]);

/** What differs, a line each; paths that one side lacks are added to `missing` and `added`, once. */
export function compare(oldFolder, newFolder, table, missing, added) {
  const state = { table, missing, added, lines: [], expected: 0, root: readDocument(newFolder) };
  const old = readDocument(oldFolder);
  if (state.root.figures === undefined) compareValues(old, state.root, "", "", state);
  else compareReports(old, state);
  const [oldRows, newRows] = [readRows(oldFolder), readRows(newFolder)];
  if (oldRows.length !== newRows.length) state.lines.push(`rows: ${oldRows.length} -> ${newRows.length}`);
  const differing = [];
  for (const [index, row] of oldRows.slice(0, newRows.length).entries()) {
    const before = state.lines.length;
    compareValues(row, newRows[index], "rows[]", "rows[]", state);
    if (state.lines.length > before) differing.push(`row ${index + 1}: ${state.lines.splice(before).join(", ")}`);
  }
  if (differing.length > 0)
    differing[0] = `${differing.length} of ${oldRows.length} rows differ, first ${differing[0]}`;
  state.lines.push(...differing);
  return { differing: state.lines, expected: state.expected };
}

/** The new report has its figures in one list, by name: as they were called by their place in the old one. */
function compareReports(old, state) {
  const { figures } = state.root;
  for (const [name, value] of Object.entries(old)) {
    if (ASIDE.has(name)) continue;
    if (name in state.root) compareValues(value, state.root[name], name, name, state);
    else compareFigures(value, name, name, figures, state);
  }
}

function compareFigures(old, path, collapsed, figures, state) {
  if (old === null || typeof old !== "object" || "value" in old) {
    const name = renamed(path, state.table.renamed);
    const [found, part] = figureAt(figures, name);
    if (found === undefined) state.missing.add(collapsed);
    else if (part !== null) compareValues(old, found[part] ?? null, path, collapsed, state);
    else if (old === null || typeof old !== "object") compareValues(old, found.value, path, collapsed, state);
    else {
      compareValues(old.value, found.value, `${path}.value`, collapsed, state);
      if ("n" in old) compareValues(old.n, found.n ?? null, `${path}.n`, collapsed, state);
      // The interval over clusters is the one that is stated.
      const [low, high] = "clusterLow" in old ? [old.clusterLow, old.clusterHigh] : [old.low, old.high];
      compareValues(low, found.low ?? null, `${path}.low`, collapsed, state);
      compareValues(high, found.high ?? null, `${path}.high`, collapsed, state);
    }
    return;
  }
  const inList = Array.isArray(old);
  for (const [name, value] of itemsOf(old, keyOf(old))) {
    if (typeof value === "string") continue;
    compareFigures(value, below(path, name), inList ? `${collapsed}[]` : below(collapsed, name), figures, state);
  }
}

/** Patterns have a * for each name that stays. */
function renamed(path, table) {
  for (const [from, to] of Object.entries(table)) {
    const pattern = from.split("*").map((part) => part.replace(/[.[\]]/g, "\\$&"));
    const found = new RegExp(`^${pattern.join("([^.]+)")}$`).exec(path);
    if (found === null) continue;
    let at = 0;
    return to.replaceAll("*", () => found[++at]);
  }
  return path;
}

function figureAt(figures, name) {
  if (Object.hasOwn(figures, name)) return [figures[name], null];
  const [, whole, part] = /^(.*)\.(low|high|n)$/.exec(name) ?? [];
  return [figures[whole], part ?? null];
}

/** `path` names each place in a list, `collapsed` does not. */
function compareValues(old, now, path, collapsed, state) {
  if (old === null || now === null || typeof old !== "object" || typeof now !== "object") {
    if (Object.is(old, now)) return;
    if (Object.keys(state.table.expected).some((prefix) => isBelow(collapsed, prefix))) state.expected++;
    else state.lines.push(`${path}: ${shown(old)} -> ${shown(now)}`);
    return;
  }
  const key = keyOf(old);
  const [oldItems, newItems] = [itemsOf(old, key), itemsOf(now, key)];
  const inList = Array.isArray(old);
  for (const [name, value] of oldItems) {
    if (path === "" && ASIDE.has(name)) continue;
    const place = inList ? `${path}[${name}]` : below(path, name);
    const other = newItems.get(name);
    // A list without names is one figure of many values: one fewer is a difference.
    if (other === undefined && inList && key === undefined) state.lines.push(`${place}: ${shown(value)} -> nothing`);
    else if (other === undefined) state.missing.add(inList ? `${collapsed}[${name}]` : below(collapsed, name));
    else compareValues(value, other, place, inList ? `${collapsed}[]` : below(collapsed, name), state);
  }
  for (const name of newItems.keys()) {
    if (oldItems.has(name) || (path === "" && ASIDE.has(name))) continue;
    if (inList && key === undefined) state.lines.push(`${path}[${name}]: nothing -> ${shown(newItems.get(name))}`);
    else state.added.add(inList ? `${collapsed}[${name}]` : below(collapsed, name));
  }
}

/** The field that names the items of a list: the first that is text, and another in each item. */
function keyOf(list) {
  if (!Array.isArray(list) || list.length === 0 || list.some((item) => item === null || typeof item !== "object"))
    return;
  return Object.keys(list[0]).find(
    (key) =>
      list.every((item) => typeof item[key] === "string") &&
      new Set(list.map((item) => item[key])).size === list.length,
  );
}

function itemsOf(value, key) {
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((item, index) => [key === undefined ? index : (item?.[key] ?? index), item]));
}

function isBelow(path, prefix) {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`);
}

function below(path, name) {
  return path === "" ? name : `${path}.${name}`;
}

function shown(value) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function readDocument(folder) {
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
}

function readRows(folder) {
  const file = join(folder, "rows.jsonl");
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
}
