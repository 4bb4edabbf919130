/** WebAssembly, as far as it is used here: the language library without the browser's does not declare it, and every Node has it. */

/** A compiled module whose instances export E. */
export interface WasmModule<E> {
  /** Only for the compiler: what instances export. */
  readonly exportsOf?: E;
}

/** The memory of an instance. Growing replaces the buffer, and views of the old one become empty. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const WASM_PAGE_BYTES = 65_536;

/** Compiles a module that imports nothing. Under a millisecond for some kilobytes. */
export function compileWasm<E>(bytes: Uint8Array): WasmModule<E> {
  return new webAssembly.Module(bytes) as WasmModule<E>;
}

/** An instance with memory of its own. */
export function instantiateWasm<E>(module: WasmModule<E>): E {
  return new webAssembly.Instance(module).exports as E;
}

const { WebAssembly: webAssembly } = globalThis as unknown as { WebAssembly: WasmConstructors };

interface WasmConstructors {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}
