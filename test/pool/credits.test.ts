import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Credits } from "../../src/pool/credits.ts";

describe("credits", () => {
  test("need at least one thing to lend", () => {
    expect(() => new Credits([])).toThrow(/at least one item/);
  });

  test("lend every item once before anybody waits", async () => {
    const credits = new Credits(["a", "b", "c"]);
    const taken = await Promise.all([credits.take(), credits.take(), credits.take()]);
    expect(taken.toSorted()).toEqual(["a", "b", "c"]);
  });

  test("do not keep the list they were made from", async () => {
    const items = ["a"];
    const credits = new Credits(items);
    expect(await credits.take()).toBe("a");
    expect(items).toEqual(["a"]);
  });

  test("serve those who wait in the order in which they came", async () => {
    const credits = new Credits([0]);
    const first = await credits.take();
    const order: string[] = [];
    const waiting = ["one", "two", "three"].map(async (name) => {
      const item = await credits.take();
      order.push(name);
      credits.give(item);
    });
    credits.give(first);
    await Promise.all(waiting);
    expect(order).toEqual(["one", "two", "three"]);
  });

  test("hand an item that is given back to the longest waiting, and to nobody who comes later", async () => {
    const credits = new Credits(["only"]);
    await credits.take();
    let early: string | undefined;
    let late: string | undefined;
    void credits.take().then((item) => (early = item));
    credits.give("only");
    void credits.take().then((item) => (late = item));
    await Promise.resolve();
    await Promise.resolve();
    expect([early, late]).toEqual(["only", undefined]);
  });

  test("never lend one item to two, nor more items than there are, whoever takes and gives when", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        async (size, takes) => {
          const credits = new Credits(Array.from({ length: size }, (_, i) => i));
          const held: number[] = [];
          let asked = 0;
          let given = 0;
          for (const take of takes) {
            if (take) {
              asked++;
              void credits.take().then((item) => {
                held.push(item);
              });
            } else if (held.length > 0) {
              given++;
              credits.give(held.shift()!);
            }
            await Promise.resolve();
            await Promise.resolve();
            expect(held.length).toBe(Math.min(size, asked - given));
            expect(new Set(held).size).toBe(held.length);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});
