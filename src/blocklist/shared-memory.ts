/** Shared memory for tables that are probed at random. */
import { allocateWasm } from "../core/web-assembly.ts";

/** Below this a table sits in the caches anyhow, and an ordinary buffer is cheaper to make and to release. */
const ALIGN_FROM_BYTES = 1 << 20;

/**
 * At least `byteLength` bytes of zeros. A plain SharedArrayBuffer is only 16-byte aligned, so that a 64-byte block lies
 * over two cache lines; the buffer of a shared WebAssembly memory is page-aligned, which halves the time of a probe
 * in large tables. Where the address space for one is lacking, the plain kind does.
 */
export function allocateShared(byteLength: number): SharedArrayBuffer {
  const aligned = byteLength < ALIGN_FROM_BYTES ? null : allocateWasm(byteLength);
  return aligned?.buffer ?? new SharedArrayBuffer(byteLength);
}
