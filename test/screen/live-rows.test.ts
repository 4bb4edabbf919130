/** Input that comes as it happens comes to the same as a file, wherever it is cut and whenever it pauses. */
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { screenAll } from "./screen-all.ts";

const CALLS = Array.from({ length: 4000 }, (_, at) => {
  const text = at % 7 === 0 ? '"two\nlines, see http://1cbc.top/"' : at % 11 === 0 ? '"say ""yes"""' : "hello";
  return `1380013${8000 + (at % 50)},${text},${at % 3 === 0 ? "fraud" : "ham"}\n`;
});
const BYTES = Buffer.from(`caller,text,label\n${CALLS.join("")}`);

/** Pieces of so many bytes; behind each so many milliseconds. */
async function* coming(size: number, pauseMs: (at: number) => number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < BYTES.length; from += size) {
    yield BYTES.subarray(from, from + size);
    if (pauseMs(from / size) > 0) await setTimeout(pauseMs(from / size));
  }
}

test.each([
  ["in small pieces, with pauses", 1009, (at: number) => (at % 9 === 0 ? 15 : 0), undefined, 1],
  ["so fast that threads take over", 4093, () => 0, 500, 2],
] as const)("rows that come %s are screened as a file", async (_, size, pauseMs, rowsHere, workers) => {
  const whole = await screenAll([BYTES]);
  const live = { live: new AbortController(), rowsHere, workers: 2 };
  expect(await screenAll(coming(size, pauseMs), live)).toEqual({ ...whole, workers });
});
