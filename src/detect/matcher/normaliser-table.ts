/** Builds the normaliser's table: it loads the Chinese dictionary. */
import { assert } from "../../core/assert.ts";
import { type Fold, loadFold } from "./fold.ts";
import {
  FOLD_EXPAND,
  FOLD_POINTS,
  FOLD_SELF,
  FOLD_STRIP,
  type NormaliserTable,
  type NormaliserTableHandle,
  URL_SYMBOL,
  allocateNormaliserTable,
} from "./normaliser.ts";
import { stepOf } from "./step.ts";
import { URL_COLON, URL_DOT, urlClassOf } from "./url-class.ts";

/**
 * Builds the table over shared memory, 0.8 MB. Cost: some tenths of a second; so the build stores it
 * (stored-normaliser.ts).
 */
export function buildNormaliserTable(): NormaliserTableHandle {
  const fold = foldWithSymbols(loadFold());
  const folds: string[] = [];
  const expansions = new Map<number, string>();
  for (let codePoint = 0; codePoint < FOLD_POINTS; codePoint++) {
    const folded = isSurrogate(codePoint) ? "" : fold(String.fromCodePoint(codePoint));
    folds.push(folded);
    if (folded.length > 1 && folded !== String.fromCodePoint(codePoint)) expansions.set(codePoint, folded);
  }
  const table = allocateNormaliserTable(expansions.size, [...expansions.values()].join("").length);
  for (let codePoint = 0; codePoint < FOLD_POINTS; codePoint++) {
    table.fold[codePoint] = codeOf(codePoint, folds[codePoint]!);
    if (codePoint < 0x10000) setUnit(table, codePoint, folds[codePoint]!);
  }
  fillExpansions(table, expansions);
  return table.handle;
}

/** The symbol of a link is kept, so that a normalised text normalises to itself. */
function foldWithSymbols(fold: Fold): Fold {
  const symbol = String.fromCharCode(URL_SYMBOL);
  return (character) => (character === symbol ? symbol : fold(character));
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint < 0xe000;
}

function codeOf(codePoint: number, folded: string): number {
  if (isSurrogate(codePoint)) return FOLD_EXPAND;
  if (folded.length === 0) return FOLD_STRIP;
  if (folded.length === 1) return folded.charCodeAt(0);
  return folded === String.fromCodePoint(codePoint) ? FOLD_SELF : FOLD_EXPAND;
}

function setUnit(table: NormaliserTable, unit: number, folded: string): void {
  const urlClass = urlClassOf(unit, folded);
  const isSeparator = urlClass === URL_DOT || urlClass === URL_COLON;
  assert(
    !isSeparator || folded === "",
    `a dot or colon must fold to nothing, U+${unit.toString(16)} folds to ${folded}`,
  );
  table.urlClass[unit] = urlClass;
  table.step[unit] = stepOf(unit, table.fold[unit]!, urlClass);
}

function fillExpansions(table: NormaliserTable, expansions: ReadonlyMap<number, string>): void {
  let k = 0;
  let units = 0;
  for (const [codePoint, folded] of expansions) {
    table.expansionPoint[k] = codePoint;
    table.expansionStart[k] = units;
    for (let i = 0; i < folded.length; i++) table.expansion[units++] = folded.charCodeAt(i);
    k++;
  }
  table.expansionStart[k] = units;
}
