/** Memory that grows under an instance. */
import { expect, test } from "vitest";
import { WASM_PAGE_BYTES, allocateGrowingWasm, reserveWasm } from "../../src/core/web-assembly.ts";

test("where memory grows, no buffer is detached: views made before hold, of the memory that is longer now", () => {
  const memory = allocateGrowingWasm(WASM_PAGE_BYTES + 1);
  const before = new Uint8Array(memory.buffer);
  expect(before.length).toBe(2 * WASM_PAGE_BYTES);
  memory.grow(3);
  const after = new Uint8Array(memory.buffer);
  expect(after.length).toBe(5 * WASM_PAGE_BYTES);
  after[9] = 7;
  expect([before.length, before[9]]).toEqual([2 * WASM_PAGE_BYTES, 7]);
});

test("where memory cannot grow, the error says how far it should have", () => {
  const memory = allocateGrowingWasm(WASM_PAGE_BYTES);
  expect(() => reserveWasm(memory, 5 * 2 ** 30)).toThrow(
    expect.objectContaining({ code: "io", message: expect.stringContaining("cannot grow to 5120 MB") }),
  );
  expect(memory.buffer.byteLength).toBe(WASM_PAGE_BYTES);
});
