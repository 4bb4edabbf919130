/** The grammar of synthetic messages: scripts by typology, benign messages by class, fillers, character tables. */
import { compareText } from "../../core/compare-text.ts";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { RingfenceError, messageOf } from "../../core/errors.ts";
import { BENIGN_CLASSES, type BenignClass, TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";
import {
  type BenignSource,
  type Fillers,
  type ScriptSource,
  benignFile,
  fillerFile,
  homoglyphFile,
  scriptFile,
  similarFile,
  splitFile,
} from "./grammar-schema.ts";
import { readYamlFile } from "./yaml-file.ts";

export interface Script extends ScriptSource {
  readonly typology: Typology;
}

interface BenignMessage extends BenignSource {
  readonly benignClass: BenignClass;
}

/** Everything in a fixed order (typology or class, then id): message numbers do not depend on a directory's order. */
export interface Grammar {
  readonly scripts: readonly Script[];
  readonly benign: readonly BenignMessage[];
  readonly fillers: Fillers;
  /** A character to its parts, left to right. */
  readonly split: Readonly<Record<string, string>>;
  /** A character to one that looks or sounds alike. */
  readonly similar: Readonly<Record<string, string>>;
  /** A Latin letter to letters that look like it, most of them Cyrillic and Greek. */
  readonly homoglyphs: Readonly<Record<string, string>>;
}

/**
 * Reads `scripts/`, `messages-benign/`, `fillers.yaml` and `characters/` below `directory` (default: the datasets of
 * this package). Throws RingfenceError "config" with file, line and what was expected.
 */
export function loadGrammar(directory: string = datasetsDirectory()): Grammar {
  return {
    scripts: loadScripts(join(directory, "scripts")),
    benign: loadBenign(join(directory, "messages-benign")),
    fillers: readYamlFile(join(directory, "fillers.yaml"), fillerFile),
    split: readYamlFile(join(directory, "characters", "split.yaml"), splitFile),
    similar: readYamlFile(join(directory, "characters", "similar.yaml"), similarFile),
    homoglyphs: readYamlFile(join(directory, "characters", "homoglyphs.yaml"), homoglyphFile),
  };
}

function datasetsDirectory(): string {
  return fileURLToPath(new URL(".", import.meta.resolve("#datasets/fillers.yaml")));
}

function loadScripts(directory: string): Script[] {
  const scripts: Script[] = [];
  for (const path of yamlFiles(directory)) {
    const { typology, scripts: found } = readYamlFile(path, scriptFile);
    checkName(path, "typology", typology);
    for (const script of found) scripts.push({ ...script, typology });
  }
  checkUnique(directory, scripts);
  return scripts.sort(
    (a, b) => TYPOLOGIES.indexOf(a.typology) - TYPOLOGIES.indexOf(b.typology) || compareText(a.id, b.id),
  );
}

function loadBenign(directory: string): BenignMessage[] {
  const messages: BenignMessage[] = [];
  for (const path of yamlFiles(directory)) {
    const { class: benignClass, messages: found } = readYamlFile(path, benignFile);
    checkName(path, "class", benignClass);
    for (const message of found) messages.push({ ...message, benignClass });
  }
  checkUnique(directory, messages);
  return messages.sort(
    (a, b) => BENIGN_CLASSES.indexOf(a.benignClass) - BENIGN_CLASSES.indexOf(b.benignClass) || compareText(a.id, b.id),
  );
}

function yamlFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => join(directory, name));
  } catch (cause) {
    throw new RingfenceError("io", `cannot list ${directory}: ${messageOf(cause)}`, { cause });
  }
}

/** A file says in its name what it holds; otherwise two files could both claim a typology. */
function checkName(path: string, what: string, value: string): void {
  const name = basename(path, ".yaml");
  if (name === value) return;
  throw new RingfenceError("config", `${path}: expected ${what} "${name}" as the file is named, found "${value}"`);
}

function checkUnique(directory: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (seen.has(id)) throw new RingfenceError("config", `${directory}: id "${id}" is used twice; ids must be unique`);
    seen.add(id);
  }
}
