/** The engines of one kind that a thread knows, shipped or loaded from modules, by name or by module. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { describeValue, isPromise, isRecord } from "../describe-value.ts";
import { RingfenceError } from "../errors.ts";
import { findModule, importUserModule, messageWithLine, nameUserModule } from "./user-modules.ts";

export interface EngineKind<Engine> {
  /** As messages call it: "blocklist engine". */
  readonly what: string;
  /** The functions that an engine must have. */
  readonly functions: readonly (keyof Engine & string)[];
  /** What makes a module's default export, for messages. */
  readonly madeBy: string;
  /** Tries an engine from a module. Throws RingfenceError if its answers are wrong. */
  readonly check: (engine: Engine) => void;
}

export class EngineList<Engine extends { readonly name: string }> {
  readonly #kind: EngineKind<Engine>;
  readonly #byName = new Map<string, Engine>();
  readonly #byPath = new Map<string, Engine>();

  constructor(kind: EngineKind<Engine>, shipped: readonly Engine[]) {
    this.#kind = kind;
    for (const engine of shipped) this.#byName.set(engine.name, engine);
  }

  get names(): string[] {
    return [...this.#byName.keys()];
  }

  /** What is wrong with a name or module, in words; null if there is such an engine, or such a module. */
  problemOf(written: string): string | null {
    if (this.#byName.has(written)) return null;
    const found = findModule(written);
    if ("path" in found) return null;
    return `expected one of ${this.names.join(", ")}, or a module (the path of a file, or a package); ${found.problem}`;
  }

  /** Makes an engine of this process known, in place of one of its name. */
  adopt(engine: Engine): void {
    this.#byName.set(engine.name, engine);
  }

  /** By name, or by module. Throws RingfenceError "config" if it is neither known nor was loaded. */
  of(written: string): Engine {
    const engine = this.known(written);
    if (engine !== undefined) return engine;
    const problem = this.problemOf(written) ?? `the module was not loaded: await loadEngines() before it is used`;
    throw new RingfenceError("config", `${this.#kind.what} "${written}": ${problem}`);
  }

  known(written: string): Engine | undefined {
    const named = this.#byName.get(written);
    if (named !== undefined || this.#byPath.size === 0) return named;
    const found = findModule(written);
    return "path" in found ? this.#byPath.get(found.path) : undefined;
  }

  /** For messages: what it is, its name, and its file if it came from a module. */
  describe(written: string): string {
    const engine = this.of(written);
    const path = this.#pathOf(engine);
    return `${this.#kind.what} "${engine.name}"${path === undefined ? "" : ` (${path})`}`;
  }

  /** The name by which any other thread can load it: its own if it is shipped, else the URL of its module. */
  portableName(written: string): string {
    const engine = this.of(written);
    const path = this.#pathOf(engine);
    return path === undefined ? engine.name : pathToFileURL(path).href;
  }

  /** What made results by it: its name, and of a module the hash of its file. */
  identify(written: string): { readonly name: string; readonly sha256: string | null } {
    const engine = this.of(written);
    const path = this.#pathOf(engine);
    const sha256 = path === undefined ? null : createHash("sha256").update(readFileSync(path)).digest("hex");
    return { name: engine.name, sha256 };
  }

  #pathOf(engine: Engine): string | undefined {
    for (const [path, other] of this.#byPath) if (other === engine) return path;
    return undefined;
  }

  /** The engine of that name, or the default export of that module. Throws RingfenceError "config". */
  async load(written: string): Promise<Engine> {
    const known = this.known(written);
    const found = known === undefined ? findModule(written) : null;
    if (found === null || !("path" in found)) return this.of(written);
    const { path } = found;
    const where = `${this.#kind.what} "${written}" (${path}${isMainThread ? "" : ", in a worker thread"})`;
    const { default: exported } = await importUserModule(path, where);
    const problem = this.#problemOfExport(exported) ?? this.#fails(exported as Engine, path);
    if (problem !== null) throw new RingfenceError("config", `${where}: ${problem}`);
    const engine = exported as Engine;
    this.#byName.set(engine.name, engine);
    this.#byPath.set(path, engine);
    nameUserModule(path, this.describe(engine.name));
    return engine;
  }

  #problemOfExport(exported: unknown): string | null {
    const { what, functions, madeBy } = this.#kind;
    const wrong = (expected: string, found: unknown): string =>
      `expected as default export ${expected}, found ${describeValue(found)}. Write: export default ${madeBy}`;
    if (!isRecord(exported) || isPromise(exported)) return wrong(`a ${what}`, exported);
    const { name } = exported;
    if (typeof name !== "string" || !/^[\w@][\w@./-]{0,60}$/.test(name)) {
      return wrong("an engine whose name is a word of letters, digits and hyphens", name);
    }
    if ((this.#byName.get(name) ?? exported) !== exported) return wrong("an engine whose name no other has", name);
    const missing = functions.find((key) => typeof exported[key] !== "function");
    return missing === undefined ? null : wrong(`an engine with a function ${missing}`, exported[missing]);
  }

  #fails(engine: Engine, path: string): string | null {
    try {
      this.#kind.check(engine);
      return null;
    } catch (thrown) {
      if (thrown instanceof RingfenceError) return thrown.message;
      return `threw when it was tried: ${messageWithLine(thrown, path)}`;
    }
  }
}
