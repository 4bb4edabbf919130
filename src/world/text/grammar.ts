/** The grammar of synthetic messages: scripts by typology, benign messages by class, fillers, character tables. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareText } from "../../core/units.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { sumOf } from "../../core/sum.ts";
import { BENIGN_CLASSES, type BenignClass, TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";
import {
  type BenignSource,
  type Fillers,
  SAME,
  type ScriptSource,
  type Synonyms,
  type Wording,
  benignFile,
  fillerFile,
  homoglyphFile,
  scriptFile,
  similarFile,
  splitFile,
  synonymFile,
} from "./grammar-schema.ts";
import { readYamlFile } from "../../core/yaml.ts";

export interface Script extends ScriptSource {
  readonly typology: Typology;
}

interface BenignMessage extends BenignSource {
  readonly benignClass: BenignClass;
}

/** Everything in a fixed order (typology or class, then id): message numbers do not depend on a directory's order. */
export interface Grammar {
  readonly scripts: readonly Script[];
  /** The weights of a class add up to 1, of which its twins have their share. */
  readonly benign: readonly BenignMessage[];
  readonly fillers: Fillers;
  readonly synonyms: Synonyms;
  readonly split: Readonly<Record<string, string>>;
  readonly similar: Readonly<Record<string, string>>;
  readonly homoglyphs: Readonly<Record<string, string>>;
}

/**
 * Reads `scripts/`, `messages-benign/`, `fillers.yaml`, `synonyms.yaml` and `characters/` below `directory` (default:
 * the datasets of this package). Throws RingfenceError "config" with file, line and what was expected.
 */
export function loadGrammar(
  directory = fileURLToPath(new URL(".", import.meta.resolve("#datasets/fillers.yaml"))),
): Grammar {
  const scripts = loadScripts(join(directory, "scripts"));
  return {
    scripts,
    benign: loadBenign(join(directory, "messages-benign"), scripts),
    fillers: readYamlFile(join(directory, "fillers.yaml"), fillerFile),
    synonyms: readYamlFile(join(directory, "synonyms.yaml"), synonymFile),
    split: readYamlFile(join(directory, "characters", "split.yaml"), splitFile),
    similar: readYamlFile(join(directory, "characters", "similar.yaml"), similarFile),
    homoglyphs: readYamlFile(join(directory, "characters", "homoglyphs.yaml"), homoglyphFile),
  };
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

function loadBenign(directory: string, scripts: readonly Script[]): BenignMessage[] {
  const messages: BenignMessage[] = [];
  for (const path of yamlFiles(directory)) {
    const { class: benignClass, twinShare, messages: found } = readYamlFile(path, benignFile);
    checkName(path, "class", benignClass);
    if (twinShare > 0 !== found.some(({ twin }) => twin)) {
      throw new RingfenceError(
        "config",
        `${path}: expected twinShare above 0 where messages are twins, and only there`,
      );
    }
    for (const message of found) {
      const alike = found.filter(({ twin }) => !twin === !message.twin);
      const share = message.twin ? twinShare : 1 - twinShare;
      const weight = (share * message.weight) / sumOf(alike.map((one) => one.weight));
      messages.push({ ...readTwin(path, message, scripts), weight, benignClass });
    }
  }
  checkUnique(directory, messages);
  return messages.sort(
    (a, b) => BENIGN_CLASSES.indexOf(a.benignClass) - BENIGN_CLASSES.indexOf(b.benignClass) || compareText(a.id, b.id),
  );
}

function readTwin(path: string, message: BenignSource, scripts: readonly Script[]): BenignSource {
  const { id, twin } = message;
  const step = twin && scripts.find((script) => script.id === twin.of)?.steps[twin.step];
  if (twin && step?.channel !== "message") {
    throw new RingfenceError("config", `${path}: ${id} is the twin of ${twin.of}, step ${twin.step}: no such message`);
  }
  const read = (language: "zh" | "en"): Wording => {
    const own = step?.channel === "message" ? step[language].segments : [];
    const segments = message[language].segments.map((segment, index) => {
      if (segment.words[0] !== SAME) return segment;
      const same = own[index];
      if (same) return same;
      throw new RingfenceError("config", `${path}: ${id}, ${language}: segment ${index} is "same", but as what?`);
    });
    return { ...message[language], segments };
  };
  return { ...message, zh: read("zh"), en: read("en") };
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
