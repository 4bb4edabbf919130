/** WebAssembly, as far as it is used here: the language library without the browser's does not declare it. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "./errors.ts";

export interface WasmModule<E> {
  /** Only for the compiler: what instances export. */
  readonly exportsOf?: E;
}

/**
 * In common to threads; can be cloned. Where it grows, `buffer` is a longer one, and views of the old one go on to
 * hold.
 */
export interface SharedWasmMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

export const WASM_PAGE_BYTES = 65_536;
const MAX_WASM_PAGES = 65_536;

/** At least `byteLength` bytes of zeros; null where there is no address space for them. Some ten microseconds. */
export function allocateWasm(byteLength: number): SharedWasmMemory | null {
  const pages = Math.ceil(byteLength / WASM_PAGE_BYTES);
  try {
    return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return null;
  }
}

/**
 * So many bytes of zeros at least, that can grow. Shared all the same: from the first unshared buffer that growth
 * detaches, V8 asks before each access to an array whether it still has its buffer, and the tally takes a tenth longer.
 * Throws RingfenceError "io" without address space.
 */
export function allocateGrowingWasm(byteLength: number): SharedWasmMemory {
  const initial = Math.ceil(byteLength / WASM_PAGE_BYTES);
  try {
    return new webAssembly.Memory({ initial, maximum: MAX_WASM_PAGES, shared: true });
  } catch (cause) {
    throw noAddressSpace(cause);
  }
}

/** Lets a memory grow to at least `byteLength` bytes. Throws RingfenceError "io" where it cannot. */
export function reserveWasm(memory: SharedWasmMemory, byteLength: number): void {
  const missing = byteLength - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
  } catch (cause) {
    throw new RingfenceError(
      "io",
      `a memory of WebAssembly cannot grow to ${Math.ceil(byteLength / 2 ** 20)} MB: it may have 4,096 at most, and the process must be allowed as much (ulimit -v, ulimit -d)`,
      { cause },
    );
  }
}

/** What to say where there is no way to go on without a memory. */
export function noAddressSpace(cause?: unknown): RingfenceError {
  return new RingfenceError(
    "io",
    "no address space is left for a memory of WebAssembly, which takes 8 to 10 GB of it; the process has a few, and each worker three, or four with a model: let it have more (ulimit -v)",
    { cause },
  );
}

/** A kernel as the build compiled it, by its name: `dist/kernel/<name>.wasm`. */
export function loadKernel<E>(name: string): WasmModule<E> {
  const bytes = readFileSync(fileURLToPath(import.meta.resolve(`#kernel/${name}.wasm`)));
  return new webAssembly.Module(bytes) as WasmModule<E>;
}

/**
 * With memory of its own, or the given one. Microseconds. Throws RingfenceError "io" where there is no address space.
 */
export function instantiateWasm<E>(module: WasmModule<E>, memory?: SharedWasmMemory): E {
  try {
    return new webAssembly.Instance(module, memory && { env: { memory } }).exports as E;
  } catch (cause) {
    throw cause instanceof RangeError ? noAddressSpace(cause) : cause;
  }
}

const { WebAssembly: webAssembly } = globalThis as unknown as { WebAssembly: WasmConstructors };

interface WasmConstructors {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown };
  readonly Memory: new (options: { initial: number; maximum: number; shared: true }) => SharedWasmMemory;
}
