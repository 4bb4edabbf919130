/** Memory that grows under an instance. */
import { expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { WASM_PAGE_BYTES, allocateGrowingWasm } from "../../src/core/web-assembly.ts";

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

test("where no address space is left for a memory, the error says what to do", () => {
  const held: unknown[] = [];
  // 10 GB each: of 128 TB that a process has, some 13,000.
  const fill = (): void => {
    for (let i = 0; i < 20_000; i++) held.push(allocateGrowingWasm(1));
  };
  expect(fill).toThrow(RingfenceError);
  expect(fill).toThrow(/no address space is left .* \(ulimit -v\)/);
  held.length = 0;
});
