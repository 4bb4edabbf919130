// Compares the documents and the rows of two folders of results, path by path.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Top fields that say how and where it was run. */
const ASIDE = new Set(["schemaVersion", "performance", "workers", "reproduce", "file"]);

/** What differs, a line each; paths that one side lacks are added to `missing` and `added`, once. */
export function compare(oldFolder, newFolder, table, missing, added) {
  const state = { table, missing, added, lines: [], expected: 0, root: readDocument(newFolder) };
  compareValues(readDocument(oldFolder), state.root, "", "", state);
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
    const renamed = state.table.renamed[place];
    const other = renamed === undefined ? newItems.get(name) : valueAt(state.root, renamed);
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

/** What stands at a path such as `interception.channel[calls].rate`. */
function valueAt(root, path) {
  let value = root;
  for (const name of path.match(/[^.[\]]+/g)) {
    value = Array.isArray(value) ? itemsOf(value, keyOf(value)).get(keyOf(value) ? name : Number(name)) : value?.[name];
  }
  return value;
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
