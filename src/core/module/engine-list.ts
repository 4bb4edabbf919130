/**
 * The engines of one kind that a thread knows. Those that are shipped register here, and so do those of a user's own
 * modules: an engine is named by its name, or by where its module lies.
 */
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { assert } from "../assert.ts";
import { describeValue, isPromise } from "../describe-value.ts";
import { RingfenceError, messageOf } from "../errors.ts";
import { findModule } from "./module-file.ts";
import { importOwnModule, nameOwnModule, placeOf } from "./own-modules.ts";

export interface NamedEngine {
  readonly name: string;
}

export interface EngineKind<Engine> {
  /** As messages call it: "blocklist engine". */
  readonly what: string;
  /** The functions that an engine must have. */
  readonly functions: readonly (keyof Engine & string)[];
  /** What a module's default export is to be made by, for messages. */
  readonly madeBy: string;
  /** Tries an engine from a module on a few inputs: throws RingfenceError where its answers are wrong. */
  readonly check: (engine: Engine) => void;
}

export class EngineList<Engine extends NamedEngine> {
  readonly #kind: EngineKind<Engine>;
  readonly #byName = new Map<string, Engine>();
  /** By URL of the module. */
  readonly #byModule = new Map<string, Engine>();

  constructor(kind: EngineKind<Engine>, shipped: readonly Engine[]) {
    this.#kind = kind;
    for (const engine of shipped) this.register(engine);
  }

  /** Names of all that are known by now, in the order in which they came. */
  get names(): string[] {
    return [...this.#byName.keys()];
  }

  /** Makes an engine known by its name. Throws RingfenceError "config" where another has that name. */
  register(engine: Engine): void {
    if (this.#byName.get(engine.name) === engine) return;
    if (this.#byName.has(engine.name)) {
      throw new RingfenceError(
        "config",
        `there is a ${this.#kind.what} named "${engine.name}" already: choose another name`,
      );
    }
    this.#byName.set(engine.name, engine);
  }

  /** What is wrong with a name or module, in words; null where there is such an engine, or such a module. */
  problemOf(written: string): string | null {
    if (this.#byName.has(written)) return null;
    const found = findModule(written);
    return "url" in found ? null : `expected ${this.#expected()}; ${found.problem}`;
  }

  /** By name, or by module. Throws RingfenceError "config" where it is neither known nor was loaded. */
  of(written: string): Engine {
    const engine = this.known(written);
    if (engine !== undefined) return engine;
    const problem = this.problemOf(written) ?? `the module was not loaded: await loadEngines() before it is used`;
    throw new RingfenceError("config", `${this.#kind.what} "${written}": ${problem}`);
  }

  known(written: string): Engine | undefined {
    const named = this.#byName.get(written);
    if (named !== undefined || this.#byModule.size === 0) return named;
    const found = findModule(written);
    return "url" in found ? this.#byModule.get(found.url) : undefined;
  }

  /** For messages: what it is, its name, and the file of one that came from a module. */
  describe(written: string): string {
    const engine = this.of(written);
    const place = this.placeOf(written);
    const file = place === engine.name ? "" : ` (${fileURLToPath(place)})`;
    return `${this.#kind.what} "${engine.name}"${file}`;
  }

  /** What another thread loads the same engine by: its name if it is shipped, else the URL of its module. */
  placeOf(written: string): string {
    const engine = this.of(written);
    for (const [url, other] of this.#byModule) if (other === engine) return url;
    return engine.name;
  }

  /**
   * The engine of that name, or the default export of that module, which is known from then on. Throws RingfenceError
   * "config" that says what is wrong with the module and what to do.
   */
  async load(written: string): Promise<Engine> {
    const known = this.known(written);
    if (known !== undefined) return known;
    const found = findModule(written);
    if (!("url" in found)) return this.of(written);
    const { what, madeBy } = this.#kind;
    const thread = isMainThread ? "" : ", in a worker thread";
    const where = `${what} "${written}" (${fileURLToPath(found.url)}${thread})`;
    const exported = await loadModule(found.url, where);
    if (!Object.hasOwn(exported, "default")) {
      const names = Object.keys(exported).join(", ") || "none";
      throw new RingfenceError(
        "config",
        `${where}: expected a default export, found none (exports: ${names}). Write: export default ${madeBy}`,
      );
    }
    const engine = this.#checked(exported["default"], where);
    this.#tryOut(engine, where, fileURLToPath(found.url));
    this.register(engine);
    this.#byModule.set(found.url, engine);
    nameOwnModule(found.url, this.describe(engine.name));
    return engine;
  }

  #expected(): string {
    return `one of ${this.names.join(", ")}, or a module (the path of a file, or a package)`;
  }

  #checked(value: unknown, where: string): Engine {
    const { functions, madeBy } = this.#kind;
    const bad = (expected: string, found: unknown): RingfenceError =>
      new RingfenceError(
        "config",
        `${where}: expected as default export ${expected}, found ${describeValue(found)}. Make it by ${madeBy}, or by the full contract`,
      );
    if (typeof value !== "object" || value === null || isPromise(value)) throw bad(`a ${this.#kind.what}`, value);
    const engine = value as Engine;
    const { name } = engine;
    if (typeof name !== "string" || !/^[\w@][\w@./-]{0,60}$/.test(name)) {
      throw bad("an engine whose name is a word of letters, digits and hyphens", name);
    }
    if (this.#byName.has(name) && this.#byName.get(name) !== engine)
      throw bad("an engine whose name no other has", name);
    for (const key of functions) {
      if (typeof engine[key] !== "function") throw bad(`an engine with a function ${key}`, engine[key]);
    }
    return engine;
  }

  #tryOut(engine: Engine, where: string, path: string): void {
    try {
      this.#kind.check(engine);
    } catch (cause) {
      const words =
        cause instanceof RingfenceError ? cause.message : `threw when it was tried: ${placeOf(cause, path)}`;
      throw new RingfenceError("config", `${where}: ${words}`, { cause });
    }
  }
}

/**
 * What an adapter is made of is an object with a name and `parts`, which are functions. `maker`: what makes an engine
 * of it. Throws RingfenceError "config" where a part is missing.
 */
export function requireAdapter<Part extends string>(
  maker: string,
  adapter: { readonly name: string } & Readonly<Record<Part, unknown>>,
  parts: readonly Part[],
): void {
  if (typeof adapter !== "object" || (adapter as unknown) === null) {
    const found = describeValue(adapter);
    const call = `${maker}({ name, ${parts.join(", ")} })`;
    throw new RingfenceError("config", `${call}: expected an object with these parts, found ${found}`);
  }
  for (const part of parts) {
    if (typeof adapter[part] === "function") continue;
    const words = `expected a function ${part}, found ${typeof adapter[part]}`;
    throw new RingfenceError("config", `${maker}({ name: "${adapter.name}" }): ${words}`);
  }
}

async function loadModule(url: string, where: string): Promise<Readonly<Record<string, unknown>>> {
  assert(url.startsWith("file:"), "modules are files");
  try {
    return await importOwnModule(url, where);
  } catch (cause) {
    await passOver(cause);
    const reason = placeOf(cause, fileURLToPath(url)) + adviceOn(cause);
    throw new RingfenceError("config", `${where}: the module does not load: ${reason}`, { cause });
  }
}

/**
 * Node 20 rejects a second promise, which nobody holds, where a CommonJS package that a module imports throws: the
 * process would end by that, although the error was met.
 */
async function passOver(cause: unknown): Promise<void> {
  const meet = (reason: unknown): void => {
    if (reason !== cause) throw reason;
  };
  process.on("unhandledRejection", meet);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", meet);
}

/** A module of the other kind than its name says. */
function adviceOn(cause: unknown): string {
  if (!/import statement outside a module|Unexpected token 'export'/.test(messageOf(cause))) return "";
  return `: name the file .mjs, or put "type": "module" into the package.json above it`;
}
