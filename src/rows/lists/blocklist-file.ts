/** Reads a blocklist: one number, sender or domain a line. */
import { RingfenceError } from "../../core/errors.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { stringOf } from "../../core/units.ts";
import { hostKeysInto, MAX_HOST_KEYS } from "../../event/link/domain-key.ts";
import { EventBatch } from "../../event/event-batch.ts";
import {
  canonicalIdentity,
  formatIdentity,
  type Identity,
  identityForm,
  identityValue,
  isListable,
} from "../../event/identity.ts";
import { readLinks } from "../../detect/links/stage.ts";
import { Findings } from "../../event/findings.ts";
import { printable } from "../../core/terminal/printable.ts";
import { CHINA, type Country } from "../country.ts";
import { fillEvents } from "../fill-events.ts";
import { LineTally, listLines } from "../lines/text-lines.ts";

export interface BlocklistFile {
  /** Numbers and senders as canonical identities, each once, in file order. */
  readonly identities: readonly Identity[];
  /** Domains to list, folded, each once, in file order. */
  readonly hosts: readonly string[];
  /** Counts of the identities. */
  readonly numbers: number;
  readonly names: number;
  /** Lines that repeat an entry. */
  readonly repeated: number;
  /** Lines without a number, sender or domain. */
  readonly dirty: LineTally;
}

/** A first line like this names the column. */
const HEADER = /^"?(?:number|caller|sender|phone|domain|host|url)"?$/i;

/**
 * `list`: a file, or its lines. Blank lines and lines that start with # are skipped. Throws "io" if the file cannot be
 * read, "config" if it has lines but no entry.
 */
export function readBlocklist(list: string | readonly string[], country = CHINA): BlocklistFile {
  const known = new KeyIndex();
  const identities: Identity[] = [];
  const hosts = new Set<string>();
  const reader = new EntryReader(country);
  const dirty = new LineTally();
  let names = 0;
  let repeated = 0;
  for (const { number, text, fault } of listLines(list)) {
    if (fault === null && isNoEntry(text, number)) continue;
    const entry = fault === null ? reader.read(text) : null;
    if (entry === null) {
      dirty.add(number);
    } else if (typeof entry === "string") {
      if (hosts.has(entry)) repeated++;
      hosts.add(entry);
    } else if (known.raise(entry, 0) !== NO_VALUE) {
      repeated++;
    } else {
      identities.push(entry);
      if (identityForm(entry) === "alphanumeric") names++;
    }
  }
  if (identities.length + hosts.size === 0 && dirty.count > 0) {
    throw new RingfenceError(
      "config",
      `${sourceOf(list)}: expected numbers, senders and domains, one a line, found none (lines of something else: ${dirty.count}, from line ${dirty.first[0]} on)`,
    );
  }
  return { identities, hosts: [...hosts], numbers: identities.length - names, names, repeated, dirty };
}

/** True for a blank line, a comment or a heading. `line`: its number, from 1. */
export function isNoEntry(text: string, line: number): boolean {
  const entry = text.trim();
  return entry === "" || entry.startsWith("#") || (line === 1 && HEADER.test(entry));
}

/** The name of the file, or of the option. */
export function sourceOf(list: string | object): string {
  return typeof list === "string" ? list : "blocklist";
}

export function isEmptyList({ identities, hosts }: Pick<BlocklistFile, "identities" | "hosts">): boolean {
  return identities.length + hosts.length === 0;
}

export function emptyListWords(path: string): string {
  return `${printable(path)} is empty: expected numbers, senders and domains, one a line; nobody is listed`;
}

/** True with a dot and something that no number has. 138.0013.8000 is a number with dots, 203.0.113.9 an address. */
function looksLikeDomain(entry: string): boolean {
  if (!entry.includes(".")) return false;
  return /[^\d\s.()+-]/.test(entry) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(entry);
}

/** Listing the domain of a mail address would block everybody who uses that provider. */
function isMailAddress(entry: string): boolean {
  return /^(?:mailto:)?[^@/\s]+@[^@/\s]+$/.test(entry);
}

/** Short codes have at least three digits. */
const MIN_DIGITS_VALUE = 100;
const MAX_ENTRY_UNITS = 64;
/** Separators that would join two numbers into one, since a number may contain blanks. */
const SEVERAL = /[\t\r]/;

function identityOf(entry: string, country: Country): Identity | null {
  if (entry.length > MAX_ENTRY_UNITS || SEVERAL.test(entry)) return null;
  const identity = country.identityOf(entry);
  if (!isListable(identity)) return null;
  const form = identityForm(identity);
  if (form !== "alphanumeric" && form !== "port" && identityValue(identity) < MIN_DIGITS_VALUE) return null;
  return canonicalIdentity(identity);
}

/** All entries as they can be read again. */
export function entriesOf({ identities, hosts }: BlocklistFile, country: Country): string[] {
  return [...identities.map((identity) => writtenOf(identity, country)), ...hosts];
}

/** A Chinese number that another country would read as its own gets +86. */
function writtenOf(identity: Identity, country: Country): string {
  const written = formatIdentity(identity);
  return canonicalIdentity(country.identityOf(written)) === identity ? written : `+86${written}`;
}

/** Reads single entries of a list. */
export class EntryReader {
  readonly #country: Country;
  readonly #events = EventBatch.allocate(1);
  readonly #findings = Findings.allocate(1);
  readonly #keys = new Float64Array(MAX_HOST_KEYS);

  constructor(country: Country) {
    this.#country = country;
  }

  /** A canonical identity, a folded domain, or null. */
  read(text: string): Identity | string | null {
    const entry = text.trim();
    if (!looksLikeDomain(entry)) return identityOf(entry, this.#country);
    return isMailAddress(entry) ? null : this.#hostOf(entry);
  }

  /** The entry as it can be read again. */
  written(text: string): string | null {
    const entry = this.read(text);
    return entry === null || typeof entry === "string" ? entry : writtenOf(entry, this.#country);
  }

  /** Reads the host like screening does, so that look-ups find it. Null if there is no host, or more than one. */
  #hostOf(entry: string): string | null {
    const text = entry.includes("://") ? entry : `http://${entry}`;
    fillEvents(this.#events, [{ line: 1, text, caller: null, label: null }], 0);
    readLinks(this.#events, this.#findings);
    const { count, hostStart, host } = this.#findings.links;
    if (count[0] !== 1) return null;
    const found = hostKeysInto(host, hostStart[0]!, hostStart[1]!, this.#keys);
    return found === 0 ? null : stringOf(host, hostStart[0]!, hostStart[1]!);
  }
}
