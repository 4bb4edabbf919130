import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newFolder } from "../new-folder.ts";
import { IN_SEQUENCE, type Options, screenAll, START } from "./screen-all.ts";

const HOUR = 3_600_000;
const folder = newFolder("recorded-worker");

/** What comes of it, or how it fails: but for the threads, which may be more. */
async function outcomeOf(chunks: readonly Uint8Array[], options: Options) {
  try {
    return { ...(await screenAll(chunks, options)), workers: 0 };
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
const part = fc.constantFrom(
  "a,138,ham\n",
  "b,139,fraud\r\n",
  '"c\nd",138,fraud\n',
  '"e, ""f""\n\ng",139,ham\n',
  '"h,138,ham\n',
  'i",138,ham\n',
  '"',
  '""',
  ",",
  "\n",
  "\r",
  "\t",
  "é",
  "\ufeff",
  "j",
  '{"text":"k"}\n',
  "l\t138\n",
  "\0",
);
const heads = [
  "text,caller,label\n",
  "text,from,label\r\n",
  '"te""xt",caller\n',
  "text\tcaller\n",
  '{"text":"a"}\n',
  "",
];
const content = fc
  .tuple(fc.constantFrom(...heads), fc.array(part, { minLength: 20, maxLength: 60, size: "max" }))
  // Where there is a zero, a byte that is no UTF-8.
  .map(([head, parts]) => Buffer.from(Buffer.from(head + parts.join("")).map((byte) => (byte === 0 ? 0xff : byte))));

const number = fc.constantFrom(
  "13800138000",
  "1069012345",
  "95588",
  "0095588",
  "+8613800138000",
  "ICBC",
  " 138 ",
  '"138"',
);
const strange = fc.constantFrom(
  "",
  " ",
  "0",
  "00",
  "000",
  "1069",
  "\u200b",
  "１３８",
  "1234567890123456",
  "x".repeat(300),
);
const caller = fc.oneof({ weight: 3, arbitrary: number }, strange);
const time = fc
  .nat(4000)
  .map((seconds) => new Date(Date.UTC(2026, 2, 1) + seconds * 1000).toISOString())
  .chain((iso) => fc.constantFrom(iso, iso, iso, ` ${iso}`, "", "then"));
/** Mostly as they should be. */
const recordedRow = fc.record({
  values: fc.tuple(
    fc.constantFrom("", "7", "e7", "12345678901234567890", "18446744073709551616"),
    caller,
    caller,
    time,
    fc.constantFrom("", "0", "12", "1.5", "99999", "long", " 3"),
    fc.constantFrom("", "0", "1", "10", "yes", "NO ANSWER", "2"),
    fc.constantFrom("", "mobile", "FIXED", " virtual ", "none"),
    fc.constantFrom(
      "",
      "hello",
      '"a, b"',
      '"say ""b"""',
      '"c',
      'd"e',
      '"f" g',
      '"h\ni"',
      "点击 http://1cbc.top/",
      "😀".repeat(700),
    ),
    fc.constantFrom("", "ham", "fraud", " FRAUD ", "other", '"ham"'),
  ),
  end: fc.constantFrom("\n", "\n", "\n", "\r\n", "\n\n", "\r\r\n", ",\n"),
});

describe("a file that is cut into pieces", () => {
  it("comes to the same as one that is read row by row, whatever its bytes and wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 80 }),
        async (bytes, sizes, pieceBytes) => {
          const whole = await outcomeOf([bytes], { limit: IN_SEQUENCE });
          expect(await outcomeOf(cut(bytes, sizes), { pieceBytes })).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("comes to the same with values of every sort, whether they are read from bytes or by way of strings", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("csv", "tsv"),
        fc.array(recordedRow, { minLength: 20, maxLength: 60, size: "max" }),
        fc.constantFrom("CN", "US"),
        async (format, rows, country) => {
          const delimiter = format === "csv" ? "," : "\t";
          const lines = rows.map(({ values, end }) => values.join(delimiter) + end);
          const head = ["id", "caller", "callee", "time", "duration", "answered", "route", "text", "label"];
          // Of the first row it is told how times are written, and what each column is.
          const first = ["1", "138", "139", "2026-03-01T00:00:00Z", "1", "1", "mobile", "a", "ham"];
          const bytes = Buffer.from([head, first].map((row) => `${row.join(delimiter)}\n`).join("") + lines.join(""));
          const options = { format, start: { ...START, country } };
          const whole = await outcomeOf([bytes], { ...options, limit: IN_SEQUENCE });
          expect(await outcomeOf(cut(bytes, [130]), { ...options, pieceBytes: 200 })).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is read as behind a broken quote where the piece before ended in one", async () => {
    const bytes = Buffer.from('text,caller,label\na,1,h\n"b" x,1,h\n"c,1,h\nd",1,h\ne,1,h\n');
    const whole = await outcomeOf([bytes], { limit: IN_SEQUENCE });
    expect(whole).toMatchObject({ setAside: [{ line: 3 }, { line: 4 }] });
    // Pieces of any length: one of them ends behind the broken line.
    for (let pieceBytes = 1; pieceBytes < 30; pieceBytes += 4) {
      expect(await outcomeOf(cut(bytes, [20, 1]), { pieceBytes })).toEqual(whole);
    }
  });

  it("is screened the same by any number of threads, with records of several lines and broken quotes", async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const text = i % 97 === 0 ? '"broken' : i % 5 === 0 ? `"line ${i}\nand, another"` : `text ${i}`;
      return `${text},1380013${i % 50},${139_0000_0000 + i},${new Date(i * 60_000).toISOString()},l${i % 300}\n`;
    });
    const bytes = Buffer.from(`text,caller,callee,time,label\n${rows.join("")}`);
    const whole = await outcomeOf([bytes], { limit: IN_SEQUENCE });
    const options = { bytes: bytes.length, pieceBytes: 1000 };
    const chunks = cut(bytes, [3001]);
    const [one, three] = [await screenAll(chunks, options), await screenAll(chunks, { ...options, workers: 3 })];
    expect([one.workers, three.workers]).toEqual([1, 3]);
    expect(three.setAside.length).toBeGreaterThan(5);
    expect({ ...one, workers: 0 }).toEqual(whole);
    expect({ ...three, workers: 0 }).toEqual(whole);
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
    const options = { bytes: bytes.length, pieceBytes: 1000, workerUrl: new URL(`file://${file}`).href };
    await expect(screenAll(cut(bytes, [1500]), options)).rejects.toMatchObject({ code: "io" });
  });
});

const at = (...hours: number[]): Buffer =>
  Buffer.from(
    `caller,callee,time_ms\n${hours.map((hour) => `138,139,${Math.round((1000 + hour) * HOUR)}\n`).join("")}`,
  );

describe("the order of time", () => {
  it("counts rows that are a little late in their own hour, and tells of those that are later", async () => {
    const { order, remembers } = await screenAll([at(0, 0.9, 1.02, 0.95, 0.2, 2)]);
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
