import { describe, expect, test } from "vitest";
import { ahead } from "../../src/core/ahead.ts";

/** Promises that are settled by hand, in any order. */
function byHand() {
  const asked: { readonly input: number; readonly resolve: (output: string) => void }[] = [];
  const act = (input: number): Promise<string> => new Promise((resolve) => asked.push({ input, resolve }));
  return { asked, act };
}

async function allButTwo(input: number): Promise<number> {
  if (input === 2) throw new Error("two");
  return input;
}

async function* twoAndNoMore() {
  yield 0;
  yield 1;
  await new Promise(() => {});
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

describe("ahead", () => {
  test("takes no more than so many inputs at a time, and gives what comes of them in their order", async () => {
    const { asked, act } = byHand();
    const outputs = ahead([1, 2, 3, 4], act, 2);
    const first = outputs.next();
    await turns();
    expect(asked.map(({ input }) => input)).toEqual([1, 2]);
    asked[1]!.resolve("two");
    asked[0]!.resolve("one");
    expect(await first).toEqual({ value: "one", done: false });
    expect(await outputs.next()).toEqual({ value: "two", done: false });
    const rest = outputs.next();
    await turns();
    expect(asked.map(({ input }) => input)).toEqual([1, 2, 3, 4]);
    asked[2]!.resolve("three");
    asked[3]!.resolve("four");
    expect([(await rest).value, (await outputs.next()).value, (await outputs.next()).done]).toEqual([
      "three",
      "four",
      true,
    ]);
  });

  test("gives what is done although the next input is still to come", async () => {
    const { asked, act } = byHand();
    async function* inputs() {
      yield 1;
      yield Number(await act(0));
    }
    const outputs = ahead(inputs(), async (input) => `${input}`, 3);
    expect((await outputs.next()).value).toBe("1");
    const second = outputs.next();
    await turns();
    asked[0]!.resolve("2");
    expect((await second).value).toBe("2");
    expect((await outputs.next()).done).toBe(true);
  });

  test("throws what was thrown in its place, and ends the inputs where somebody stops", async () => {
    let isEnded = false;
    async function* inputs() {
      try {
        for (let input = 1; ; input++) yield input;
      } finally {
        isEnded = true;
      }
    }
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const output of ahead(inputs(), allButTwo, 3)) seen.push(output);
    };
    await expect(all()).rejects.toThrow("two");
    expect([seen, isEnded]).toEqual([[1], true]);
  });

  test("goes on behind a stop once nothing is under way, although the next input never comes", async () => {
    const { asked, act } = byHand();
    const outputs = ahead(twoAndNoMore(), act, 3);
    const first = outputs.next();
    await turns();
    asked[0]!.resolve("0");
    await first;
    let isOver = false;
    const returned = outputs.return(undefined).then(() => (isOver = true));
    await turns();
    expect([isOver, asked.length]).toEqual([false, 2]);
    asked[1]!.resolve("1");
    await returned;
  });
});
