import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { once } from "../../src/core/once.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import { OTHER_LABELS, ScreenTally } from "../../src/screen/screen-tally.ts";
import { newFolder } from "../new-folder.ts";
import { screenAll, START } from "./screen-all.ts";

const HOUR = 3_600_000;
const folder = newFolder("recorded-worker");

async function outcomeOf(chunks: readonly Uint8Array[]) {
  try {
    return await screenAll(chunks);
  } catch (error) {
    return String(error);
  }
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** Rows, and what breaks a line, a record or an encoding. */
const records = ["a,138,ham\n", "b,139,fraud\r\n", '"c\nd",138,fraud\n', '"e, ""f""\n\ng",139,ham\n'];
const broken = ['"h,138,ham\n', 'i",138,ham\n', '""', '{"text":"k"}\n', "l\t138\n"];
const part = fc.constantFrom(...records, ...broken, ...Array.from('",\n\r\té\ufeffj\0'));
const headers = ["text,caller,label\n", "text,from,label\r\n", '"te""xt",caller\n', "text\tcaller\n"];
const heads = [...headers, '{"text":"a"}\n', ""];
const content = fc
  .tuple(fc.constantFrom(...heads), fc.array(part, { minLength: 20, maxLength: 60, size: "max" }))
  // Where there is a zero, a byte that is no UTF-8.
  .map(([head, parts]) => Buffer.from(Buffer.from(head + parts.join("")).map((byte) => (byte === 0 ? 0xff : byte))));

describe("a file that is cut into pieces", () => {
  it("comes to the same as one that is read row by row, whatever its bytes and wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 1, maxLength: 5 }),
        async (bytes, sizes) => {
          expect(await outcomeOf(cut(bytes, sizes))).toEqual(await outcomeOf([bytes]));
        },
      ),
      { numRuns: 15 },
    );
  });

  describe("with records of several lines, broken quotes and times", () => {
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const text = i % 97 === 0 ? '"broken' : i % 5 === 0 ? `"line ${i}\nand, another"` : `see http://1cbc.top/ ${i}`;
      const caller = i % 40 === 3 ? `某某银行${i % 3}` : `1380013${i % 50}`;
      return `${text},${caller},${139_0000_0000 + i},${new Date(i * 60_000).toISOString()},l${i % 300}\n`;
    });
    const bytes = Buffer.from(`text,caller,callee,time,label\n${rows.join("")}`);
    const start = { ...START, unmask: false };
    const whole = once(() => screenAll([bytes], { start }));

    /** As it comes, with a pause behind each ninth piece. */
    async function* coming(size: number): AsyncGenerator<Uint8Array> {
      for (const [at, piece] of cut(bytes, [size]).entries()) {
        yield piece;
        if (at % 9 === 0) await setTimeout(5);
      }
    }

    it.each([
      ["by threads", 2, () => cut(bytes, [1001]), { rowsHere: 100 }],
      ["where it comes with pauses", 1, () => coming(1009), { live: new AbortController() }],
      [
        "where it comes so fast that a thread takes over",
        1,
        () => cut(bytes, [4093]),
        { live: new AbortController(), rowsHere: 500 },
      ],
    ] as const)("is screened as a whole %s", async (_, workers, pieces, options) => {
      const expected = await whole();
      expect(expected.setAside.length).toBeGreaterThan(5);
      const numbered = expected.rows.filter(({ caller }) => caller!.startsWith("#")).map(({ caller }) => caller);
      expect(numbered.slice(0, 4)).toEqual(["#1", "#2", "#3", "#1"]);
      expect(await screenAll(pieces(), { start, workers, ...options })).toEqual({ ...expected, workers });
    });
  });

  it("fails with a clear error where a thread dies", async () => {
    const file = join(folder, "dies.mjs");
    const worker = new URL("../../dist/workers/recorded.js", import.meta.url);
    writeFileSync(
      file,
      `import * as real from ${JSON.stringify(worker.href)};\nexport const { ping, begin } = real;\nlet tasks = 0;\n` +
        "export const runTask = (task) => (++tasks === 5 ? process.exit(9) : real.runTask(task));\n",
    );
    const bytes = Buffer.from(`text\n${"hello there\n".repeat(5000)}`);
    const options = { rowsHere: 0, workerUrl: new URL(`file://${file}`).href };
    await expect(screenAll(cut(bytes, [1500]), options)).rejects.toMatchObject({ code: "io" });
  });
});

const callsAt = (...hours: number[]): Buffer =>
  Buffer.from(
    `caller,callee,time_ms\n${hours.map((hour) => `138,139,${Math.round((1000 + hour) * HOUR)}\n`).join("")}`,
  );

describe("the order of time", () => {
  it("counts rows that are a little late in their own hour, and tells of those that are later", async () => {
    const { order, remembers } = await screenAll([callsAt(0, 0.9, 1.02, 0.95, 0.2, 2)]);
    expect(remembers).toBe(true);
    expect(order).toEqual({ outOfOrder: 1, late: 1, untimed: 0 });
  });

  it("forgets what callers did before a long gap", async () => {
    const calls = Array.from({ length: 60 }, (_, i) => `138,${139_0000_0000 + i},${1000 * HOUR + i}\n`).join("");
    const late = [3, 12, 40, 4000].map((hour) => `138,139,${(1000 + hour) * HOUR}\n`).join("");
    const { rows } = await screenAll([Buffer.from(`caller,callee,time_ms\n${calls}${late}`)]);
    const reach = rows.slice(-4).map(({ evidence }) => evidence.includes("fanOutHigh"));
    expect(reach).toEqual([true, true, false, false]);
  });
});

it("two labels that are the same as far as they are shown, of which one means fraud, are counted apart", () => {
  const long = "x".repeat(100);
  const labels = [`${long} ham`, `${long} fraud`, `${long} ham`];
  const tally = new ScreenTally(new PositiveLabels(`${long} fraud`));
  for (const label of labels) tally.addLabel(label, [1, 0, 0]);
  expect(tally.labels).toMatchObject([
    { label: "x".repeat(80), positive: false, allow: 2 },
    { label: OTHER_LABELS, positive: true, allow: 1 },
  ]);
});

it("decisions stand against labels from the flag on and from the block on", () => {
  const tally = new ScreenTally(new PositiveLabels("fraud"));
  tally.addLabel("fraud", [1, 3, 2]);
  tally.addLabel("fraud", [0, 0, 3]);
  tally.addLabel("ham", [7, 4, 2]);
  tally.addLabel(null, [1, 1, 1]);
  expect(tally.confusion("flag")).toEqual({ tp: 8, fn: 1, fp: 6, tn: 7 });
  expect(tally.confusion("block")).toEqual({ tp: 5, fn: 4, fp: 2, tn: 11 });
  expect(tally.unlabelled).toBe(3);
});
