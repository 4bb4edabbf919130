/** Shared memory for tables that are probed at random. */

const PAGE_BYTES = 65536;
/** Below this a table sits in the caches anyhow, and an ordinary buffer is cheaper to make and to release. */
const ALIGN_FROM_BYTES = 1 << 20;

/**
 * At least `byteLength` bytes of zeros. A plain SharedArrayBuffer is only 16-byte aligned, so that a 64-byte block lies
 * over two cache lines; the buffer of a shared WebAssembly memory is page-aligned, which halves the time of a probe
 * in large tables. Where the address space for one is lacking, the plain kind does.
 */
export function allocateShared(byteLength: number): SharedArrayBuffer {
  if (byteLength < ALIGN_FROM_BYTES) return new SharedArrayBuffer(byteLength);
  const pages = Math.ceil(byteLength / PAGE_BYTES);
  try {
    return new wasm.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
  } catch {
    return new SharedArrayBuffer(byteLength);
  }
}

/** The language library without the browser's does not declare WebAssembly, which every Node has. */
const wasm = (globalThis as unknown as { WebAssembly: { Memory: new (options: WasmMemoryOptions) => WasmMemory } })
  .WebAssembly;

interface WasmMemoryOptions {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: true;
}

interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}
