/** Builds the normaliser's table, with the Chinese dictionary. */
import { type Fold, loadFold } from "./fold.ts";
import {
  DIGITS_BIT,
  DIGIT_SYMBOL,
  FOLD_EXPAND,
  FOLD_POINTS,
  FOLD_SELF,
  FOLD_STRIP,
  KEPT_BIT,
  type NormaliserTable,
  type NormaliserTableHandle,
  ODD,
  URL_SYMBOL,
  allocateNormaliserTable,
} from "./normaliser.ts";

/** In shared memory, 0.8 MB. It takes some tenths of a second, so the build stores the result. */
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
    if (codePoint < 0x10000) table.step[codePoint] = stepOf(table.fold[codePoint]!);
  }
  fillExpansions(table, expansions);
  return table.handle;
}

/** Keeps the symbol of a link, so that normalising twice changes nothing. */
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

/** The entry of a unit in the column `step`, from its entry in the column `fold`. */
function stepOf(code: number): number {
  if (code === FOLD_STRIP) return 0;
  if (code <= FOLD_SELF) return ODD;
  return code | (1 << KEPT_BIT) | (code === DIGIT_SYMBOL ? 1 << DIGITS_BIT : 0);
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
