import { expect, test } from "vitest";
import { assert } from "../../src/core/assert.ts";

test("an assertion says what was broken, and puts its message together only then", () => {
  let made = 0;
  const message = (): string => `so many: ${++made}`;
  assert(true, message);
  expect(made).toBe(0);
  expect(() => assert(false, message)).toThrow("assertion failed: so many: 1");
  expect(() => assert(false, "plain")).toThrow("assertion failed: plain");
});
