/** The current lists: the files of the settings, with what was added and removed by request. */
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import type { Country } from "../rows/country.ts";
import { entriesOf, EntryReader, isNoEntry, readBlocklist } from "../rows/lists/blocklist-file.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import type { ListChange } from "../screen/screener-options.ts";
import { shippedTemplates } from "../screen/shipped-templates.ts";

export interface ListFiles {
  readonly blocklist?: string | undefined;
  readonly templates?: string | undefined;
}

/** As in the journal: normalised entries, and whole texts. */
export interface ListingsChange extends ListChange {
  readonly addTemplates: readonly string[];
  readonly removeTemplates: readonly string[];
}

export class Listings {
  readonly #files: ListFiles;
  readonly #country: Country;
  /** By entry: whether the last request about it listed it. This counts more than the file. */
  readonly #changed = new Map<string, boolean>();
  readonly #texts = new Set<string>();
  #ofFile: readonly string[] = [];
  #scripts: readonly string[] | null = null;
  /** Called with each change; returns how many of its `remove` were listed. */
  onChange: (change: ListChange) => number = () => 0;

  constructor(files: ListFiles, country: Country) {
    this.#files = files;
    this.#country = country;
  }

  /**
   * Reads the files, at the start and at a reload. Returns remarks for people, and a function that goes back to the
   * files before. Throws RingfenceError "io" and "config"; the lists then stay as they were.
   */
  readFiles(): { readonly remarks: readonly string[]; readonly undo: () => void } {
    const { blocklist, templates } = this.#files;
    const scripts = templates === undefined ? null : readScripts(templates).scripts.map(({ text }) => text);
    const list = blocklist === undefined ? null : readBlocklist(blocklist, this.#country);
    const before = [this.#ofFile, this.#scripts] as const;
    [this.#ofFile, this.#scripts] = [list === null ? [] : entriesOf(list, this.#country), scripts];
    const { count = 0, first = [] } = list?.dirty ?? {};
    const words =
      `${printable(blocklist ?? "")}: ${counted(count, "line")} cannot be read as a number, name or domain, line ` +
      `${first[0]} first: the others are listed`;
    return { remarks: count === 0 ? [] : [words], undo: () => ([this.#ofFile, this.#scripts] = before) };
  }

  /**
   * The entries in the form in which they are listed. Throws RingfenceError "usage" where one is neither number,
   * sender nor domain; `where` is the field of the request.
   */
  normalised(entries: readonly string[], where: string): string[] {
    const reader = new EntryReader(this.#country);
    return entries.map((entry, at) => {
      // Blanks, and comments or headings of a file.
      const written = isNoEntry(entry, 1) ? null : reader.written(entry);
      if (written !== null) return written;
      const found = printable(JSON.stringify(entry));
      throw new RingfenceError(
        "usage",
        `${where}, entry ${at + 1}: expected numbers, senders' names and domains, found ${found}`,
      );
    });
  }

  /** Returns how many entries and scripts it removed. */
  change({ add, remove, addTemplates, removeTemplates }: ListingsChange): number {
    for (const entry of add) this.#changed.set(entry, true);
    for (const entry of remove) this.#changed.set(entry, false);
    for (const text of addTemplates) this.#texts.add(text);
    const scripts = removeTemplates.filter((text) => this.#texts.delete(text)).length;
    return add.length + remove.length > 0 ? scripts + this.onChange({ add, remove }) : scripts;
  }

  /** All listed entries; some may be there twice. */
  entries(): string[] {
    const added = [...this.#changed].filter(([, isListed]) => isListed).map(([entry]) => entry);
    return [...this.#ofFile.filter((entry) => this.#changed.get(entry) !== false), ...added];
  }

  /** Null: only the shipped scripts. */
  templates(): string[] | null {
    if (this.#scripts === null && this.#texts.size === 0) return null;
    const known = this.#scripts ?? shippedTemplates().map(({ text }) => text);
    return [...new Set([...known, ...this.#texts])];
  }

  /** Number of scripts that were added by request. */
  get added(): number {
    return this.#texts.size;
  }
}
