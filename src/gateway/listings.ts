/** What is listed now: the files that the gateway began with, and what was added and removed since. */
import { RingfenceError } from "../core/errors.ts";
import { formatIdentity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import { readBlocklist } from "../rows/lists/blocklist-file.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import { shippedTemplates } from "../screen/shipped-templates.ts";

export interface ListFiles {
  readonly blocklist?: string | undefined;
  readonly templates?: string | undefined;
}

/** As the journal has them: entries as they are listed, texts as they are. */
export interface ListChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly addTemplates: readonly string[];
  readonly removeTemplates: readonly string[];
}

export class Listings {
  readonly #files: ListFiles;
  readonly #country: Country;
  /** Last word on an entry: whether it is listed, whatever the file says. */
  readonly #changed = new Map<string, boolean>();
  readonly #texts = new Set<string>();
  #ofFile: readonly string[] = [];
  #scripts: readonly string[] | null = null;
  /** Whether scripts are others than those in use: who builds tables of them says so. */
  isTextsChanged = false;

  /** Throws RingfenceError "io" and "config" as `readBlocklist`. */
  constructor(files: ListFiles, country: Country) {
    this.#files = files;
    this.#country = country;
    this.readFiles();
  }

  /** Reads the files anew; throws as the constructor does, and all stays as it was. */
  readFiles(): void {
    const { blocklist, templates } = this.#files;
    const entries = blocklist === undefined ? [] : entriesOf(readBlocklist(blocklist, this.#country));
    const scripts = templates === undefined ? null : readScripts(templates).scripts.map(({ text }) => text);
    this.#ofFile = entries;
    this.#scripts = scripts;
    this.isTextsChanged ||= scripts !== null;
  }

  /** How these are listed. Throws RingfenceError "usage" where one is neither number, sender nor domain. */
  normalised(entries: readonly string[]): string[] {
    // Blank, and what a file has for a comment or a heading, is no entry here.
    return entries.map((entry) => {
      const [one] = this.#read(entry);
      if (one !== undefined) return one;
      throw new RingfenceError("usage", `expected numbers, senders' names and domains, found ${JSON.stringify(entry)}`);
    });
  }

  #read(entry: string): string[] {
    try {
      return entriesOf(readBlocklist([entry], this.#country));
    } catch (error) {
      if (error instanceof RingfenceError && error.code === "config") return [];
      throw error;
    }
  }

  change({ add, remove, addTemplates, removeTemplates }: ListChange): void {
    for (const entry of add) this.#changed.set(entry, true);
    for (const entry of remove) this.#changed.set(entry, false);
    this.isTextsChanged ||= addTemplates.length + removeTemplates.length > 0;
    for (const text of addTemplates) this.#texts.add(text);
    for (const text of removeTemplates) this.#texts.delete(text);
  }

  /** All that is listed, each once. */
  entries(): string[] {
    const listed = new Set(this.#ofFile);
    for (const [entry, isListed] of this.#changed) {
      if (isListed) listed.add(entry);
      else listed.delete(entry);
    }
    return [...listed];
  }

  /** Null: those shipped, as they are, or those that are in use already. */
  templates(): string[] | null {
    if (!this.isTextsChanged) return null;
    const known = this.#scripts ?? shippedTemplates().map(({ text }) => text);
    return [...new Set([...known, ...this.#texts])];
  }

  /** Texts that were added. */
  get added(): number {
    return this.#texts.size;
  }
}

function entriesOf({ identities, hosts }: ReturnType<typeof readBlocklist>): string[] {
  return [...identities.map((identity) => formatIdentity(identity)), ...hosts];
}
