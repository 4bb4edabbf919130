/** The scripts for the matcher: shipped, from a file, or from memory. */
import { RingfenceError } from "../core/errors.ts";
import { cutToWidth } from "../core/terminal/display-width.ts";
import { TemplateLibrary } from "../detect/matcher/library.ts";
import { MIN_MATCH_UNITS } from "../detect/matcher/matcher.ts";
import type { NormaliserTable } from "../detect/normaliser/normaliser.ts";
import { LineTally } from "../rows/lines/text-lines.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import { shippedTemplates } from "./shipped-templates.ts";

export interface LibrarySetup {
  readonly templates: TemplateLibrary;
  /** By template number: script, step and language of shipped ones. */
  readonly names: ReadonlyMap<number, string>;
  /** `shipped`, the file, or `templates` for texts in memory. */
  readonly source: string;
  readonly engine: string;
  readonly thresholdPermille: number;
  /** Entries without text. */
  readonly dirty: LineTally;
  /** Scripts that are equal to an earlier one after normalising. */
  readonly repeated: LineTally;
  /** Templates that are too short after normalising to match. */
  readonly tooShort: LineTally;
}

type Matching = Pick<LibrarySetup, "engine" | "thresholdPermille">;

/** All templates are in force from this tick on. */
export const FIRST_TICK = 0;

/** `own`: a file, or texts; left out: the shipped ones. Throws like `readScripts`. */
export function openLibrary(
  own: string | readonly string[] | undefined,
  matching: Matching,
  normaliser: NormaliserTable,
): LibrarySetup {
  if (own === undefined) return openShipped(matching, normaliser);
  const path = typeof own === "string" ? own : "templates";
  const templates = new TemplateLibrary({ ...matching, lifeTicks: null, normaliser });
  const { scripts, dirty } = readScripts(own);
  const repeated = new LineTally();
  const tooShort = new LineTally();
  for (const { text, line } of scripts) {
    const known = templates.size;
    const number = templates.add(text, FIRST_TICK);
    if (number < known) repeated.add(line);
    else if (templates.normalisedOf(number).length < MIN_MATCH_UNITS) tooShort.add(line);
  }
  if (tooShort.count === templates.size) throw noneLongEnough(path, tooShort);
  return { ...matching, templates, names: new Map(), source: path, dirty, repeated, tooShort };
}

function noneLongEnough(path: string, { count, first }: LineTally): RingfenceError {
  const where = first.length === 0 ? "" : `, from line ${first[0]} on`;
  return new RingfenceError(
    "config",
    `${path}: expected a script of which ${MIN_MATCH_UNITS} characters or more are left once normalised, found none ` +
      `(shorter ones: ${count}${where})`,
  );
}

const shippedLibraries = new Map<string, LibrarySetup>();

/** Kept by engine and threshold. */
function openShipped(matching: Matching, normaliser: NormaliserTable): LibrarySetup {
  const key = `${matching.engine} ${matching.thresholdPermille}`;
  const known = shippedLibraries.get(key);
  if (known !== undefined) return known;
  const templates = new TemplateLibrary({ ...matching, lifeTicks: null, normaliser });
  const none = new LineTally();
  const names = new Map<number, string>();
  for (const { text, id, step, language } of shippedTemplates()) {
    const number = templates.add(text, FIRST_TICK);
    if (!names.has(number)) names.set(number, `${id}, step ${step}, ${language}`);
  }
  const library = { ...matching, templates, names, source: "shipped", dirty: none, repeated: none, tooShort: none };
  shippedLibraries.set(key, library);
  return library;
}

const TEXT_COLUMNS = 40;

/** The name of a shipped script, else the beginning of its text. */
export function scriptWords({ names, templates }: Pick<LibrarySetup, "names" | "templates">, number: number): string {
  return names.get(number) ?? cutToWidth(templates.textOf(number), TEXT_COLUMNS);
}

export function scriptNames(library: LibrarySetup | null): string[] {
  return Array.from({ length: library?.templates.size ?? 0 }, (_, number) => scriptWords(library!, number));
}
