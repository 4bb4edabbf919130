/** The tables of screening as plain data, for threads and for people. */
import { counted } from "../core/counted.ts";
import { printable } from "../core/terminal/printable.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { LEARNED } from "../detect/learned/stage.ts";
import { MATCH } from "../detect/matcher/stage.ts";
import type { StageHandles } from "../detect/tables.ts";
import { emptyListWords, isEmptyList } from "../rows/lists/blocklist-file.ts";
import type { LineTally } from "../rows/lists/line-tally.ts";
import { scriptNames } from "./script-library.ts";
import type { ScreeningSetup } from "./setup.ts";

/** What is looked things up in, and changes while events pass. */
export const LISTS = ["blocklist", "templates", "model"] as const;
export type ListName = (typeof LISTS)[number];

/** The stages whose tables each of them makes: whether a model only advises, the last stage must know. */
export const STAGES_OF: Readonly<Record<ListName, readonly string[]>> = {
  blocklist: [BLOCKLIST.name],
  templates: [MATCH.name],
  model: [LEARNED.name, CLASSIFY.name],
};

/** Where it came from, and how much is in it. */
export interface ListFacts {
  /** The file, `shipped` or `starter`, or `blocklist` or `templates` where a program gave them. */
  readonly source: string;
  /** Numbers, names and domains; scripts; null of a model. */
  readonly entries: number | null;
  /** What is odd about it, for people. */
  readonly remarks: readonly string[];
}

/** Structured-cloneable. */
export interface BuiltTables {
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  /** Null of what there is not. */
  readonly lists: Readonly<Record<ListName, ListFacts | null>>;
  readonly scripts: PackedNames;
  /** Whether the model only advises. */
  readonly advises: boolean;
}

/** Names in one text: a hundred thousand strings take a thread long to hand over, and one does not. */
export interface PackedNames {
  readonly text: string;
  /** By number, where each ends. */
  readonly ends: Uint32Array;
}

export function builtTables(setup: ScreeningSetup): BuiltTables {
  const { handles, normaliser, classifier, blocklist, library, model } = setup;
  return {
    handles,
    normaliser: normaliser?.handle ?? null,
    lists: {
      blocklist: blocklist && {
        source: blocklist.source,
        entries: blocklist.file.identities.length + blocklist.file.hosts.length,
        remarks: [
          ...(isEmptyList(blocklist.file) ? [emptyListWords(blocklist.source)] : []),
          ...unreadWords(blocklist.source, blocklist.file.dirty),
        ],
      },
      templates: library && {
        source: library.source,
        entries: library.templates.size,
        remarks: unreadWords(library.source, library.dirty),
      },
      model: model && { source: model.name, entries: null, remarks: [] },
    },
    scripts: packNames(library === null ? [] : scriptNames(library)),
    advises: classifier.advises ?? false,
  };
}

/** Entries that hold nothing that can be listed, or no text. */
function unreadWords(source: string, { count, first }: LineTally): string[] {
  const unread = counted(count, "entry", "entries");
  return count === 0 ? [] : [`${printable(source)}: ${unread} cannot be read, the first is entry ${first[0]}`];
}

function packNames(names: readonly string[]): PackedNames {
  let end = 0;
  return { text: names.join(""), ends: Uint32Array.from(names, (name) => (end += name.length)) };
}

export function nameIn({ text, ends }: PackedNames, number: number): string {
  return text.slice(number === 0 ? 0 : ends[number - 1], ends[number]);
}
