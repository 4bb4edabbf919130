import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { RowFormat } from "../../src/rows/file-format.ts";
import { RowMaker } from "../../src/rows/row-maker.ts";
import { CsvRecord } from "../../src/rows/csv/csv-record.ts";
import { DelimitedParser } from "../../src/rows/csv/delimited-parser.ts";
import { MAX_LINE_BYTES } from "../../src/rows/lines/line-splitter.ts";
import { chooseColumns, type ColumnRequest, type ColumnRole } from "../../src/rows/choose-columns.ts";
import { type Read, readAll } from "./read-all.ts";

const readChunks = (chunks: Uint8Array[], format?: RowFormat, columns: ColumnRequest = {}): Promise<Read> =>
  readAll({ file: "-", format, columns, input: Readable.from(chunks, { objectMode: true }) });

const read = (content: string | Uint8Array, format?: RowFormat, columns?: ColumnRequest): Promise<Read> =>
  readChunks([Buffer.from(content as string)], format, columns);

const texts = (result: Read): (string | null)[] => result.rows.map((row) => row.text);
const reasons = (result: Read): string[] => result.setAside.map((line) => `${line.line} ${line.reason}`);

describe("CSV", () => {
  it("reads quoted fields with commas, doubled quotes and line ends, and says on which line a row starts", async () => {
    const result = await read('text,caller,label\n"a, ""b""\nc",138,ham\r\nplain,,spam\r\n', "csv");
    expect(result.rows).toMatchObject([
      { line: 2, text: 'a, "b"\nc', caller: "138", label: "ham" },
      { line: 4, text: "plain", caller: null, label: "spam" },
    ]);
    expect(result.reader.facts.multiLineRows).toBe(1);
  });

  it("sets aside only the line of a quote that is never closed, and reads the rows behind it", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => `row ${index},ham`);
    const result = await read(["text,label", '"never closed,ham', ...rows].join("\n"), "csv");
    expect(reasons(result)).toEqual(["2 brokenQuote"]);
    expect(texts(result)).toEqual(rows.map((row) => row.split(",")[0]));
  });

  it("sets aside a quote closed in the middle of a field, and a row with too few or too many fields", async () => {
    const result = await read('text,label\n"a"b,ham\nonly\na,b,c\nfine,ham\n"open,ham', "csv");
    expect(reasons(result)).toEqual(["2 brokenQuote", "3 wrongFieldCount", "4 wrongFieldCount", "6 brokenQuote"]);
    expect(texts(result)).toEqual(["fine"]);
  });

  it("reads every intact row and sets aside every other line, however broken quotes follow each other", async () => {
    const broken = fc.constantFrom('",ham', 'text,"', '"open,ham');
    const intact = fc.constantFrom("plain,ham", '"in quotes","ham"', '"a ""word""",ham', 'said "hi",ham');
    const block = fc.tuple(fc.array(broken, { maxLength: 9 }), fc.array(intact, { minLength: 1, maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), async (blocks, size) => {
        // Of an even number of lone quotes, each closes that before, as CSV requires: the last one here closes none.
        const numbered = blocks
          .flatMap(([run, rows]) => [
            ...[...run, '"open,ham'].map((line) => ({ line, isBroken: true })),
            ...rows.map((line) => ({ line, isBroken: false })),
          ])
          .map((each, i) => ({ ...each, number: i + 2 }));
        const lines = numbered.map(({ line }) => line);
        const result = await readChunks(cutUp(Buffer.from(["text,label", ...lines].join("\n")), size), "csv");
        expect(result.setAside.map(({ line }) => line)).toEqual(
          numbered.filter((each) => each.isBroken).map(({ number }) => number),
        );
        expect(result.rows.map((row) => [row.line, row.text])).toEqual(
          numbered
            .filter((each) => !each.isBroken)
            .map(({ line, number }) => [
              number,
              (parse(line, { relax_quotes: true, relax_column_count: true }) as string[][])[0]![0],
            ]),
        );
      }),
      { numRuns: 80 },
    );
  });

  it("reads twice as many lines again for twice as many lone quotes", () => {
    const feed = vi.spyOn(CsvRecord.prototype, "feed");
    for (const line of ['"', '",ham', 'text,"', '"open,ham']) {
      const [some, twice] = [512, 1024].map((count) => {
        feed.mockClear();
        const parser = new DelimitedParser("csv", new RowMaker({}));
        const lines = ["text,label", ...Array<string>(count).fill(line)];
        parser.push(
          lines.map((text, at) => ({ number: at + 1, text, fault: null })),
          { rows: [], setAside: [] },
        );
        parser.end({ rows: [], setAside: [] });
        return feed.mock.calls.length;
      });
      expect(some).toBeGreaterThanOrEqual(512);
      expect(twice).toBeLessThan(2.2 * some!);
    }
    feed.mockRestore();
  });

  it("reads the same fields as csv-parse from any well-formed file", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", "é", "中", '"', ",", "\n", " ", "\t", "😀"), maxLength: 8 });
    const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 12 });
    const eols = fc.constantFrom("\n", "\r\n");
    await fc.assert(
      fc.asyncProperty(rows, eols, fc.integer({ min: 1, max: 9 }), async (table, eol, size) => {
        const written = table.map(([text, caller]) => `${quote(text)},${quote(caller)}`);
        const content = ["text,caller", ...written].join(eol);
        const reference = parse(content, { relax_column_count: true }) as string[][];
        const result = await readChunks(cutUp(Buffer.from(content), size), "csv");
        const expected = reference
          .slice(1)
          .map(([text, caller]) => ({ text: text || null, caller: caller!.trim() || null }))
          .filter((row) => row.text !== null || row.caller !== null);
        expect(result.rows.map(({ text, caller }) => ({ text, caller }))).toEqual(expected);
        expect(result.rows.length + result.setAside.length).toBe(table.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("TSV", () => {
  it("keeps quotes as characters unless they enclose the field", async () => {
    const result = await read('label\ttext\nham\t"said ""so"""\nham\t"open\nham\tit"s\nham\t"a"b"\n', "tsv");
    expect(texts(result)).toEqual(['said "so"', '"open', 'it"s', '"a"b"']);
  });
});

describe("JSON Lines", () => {
  it("sets aside what is no JSON, no object, or holds a text that is no string", async () => {
    const wrong = '{broken\n[1]\nnull\n{"text":5}\n{"other":1}\n ';
    const result = await read(`{"text":"fine"}\n${wrong}\n{"text":"too","caller":138}`, "jsonl");
    const expected = "2 notJson,3 notAnObject,4 notAnObject,5 textNotString,6 noTextNoCaller";
    expect(reasons(result).join()).toBe(expected);
    expect(texts(result)).toEqual(["fine", "too"]);
    expect(result.rows[1]).toMatchObject({ line: 8, caller: "138" });
  });

  it("finds columns that the first rows lack", async () => {
    const result = await read('{"id":1}\n{"id":2,"message":"hello","from":"ICBC"}\n', "jsonl");
    expect(result.rows).toMatchObject([{ line: 2, text: "hello", caller: "ICBC", label: null }]);
    expect(reasons(result)).toEqual(["1 noTextNoCaller"]);
  });

  it("looks at fewer rows for columns where these are long", async () => {
    const long = JSON.stringify({ text: "x".repeat(3_000_000) });
    const { rows, reader } = await read(`${long}\n`.repeat(3) + '{"text":"y","caller":"138"}\n', "jsonl");
    expect(rows.length).toBe(4);
    expect(reader.facts.columns).toMatchObject({ text: "text", caller: null });
  });

  it("takes a label that is nested however deeply", async () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const result = await read(`{"text":"a","label":${deep}}\n{"text":"b","label":[1]}`, "jsonl");
    expect(result.rows.map((row) => row.label)).toEqual(["(a list)", "[1]"]);
  });

  it("sets aside a caller that lost digits as a number, and takes any label", async () => {
    const result = await read(
      '{"caller":1.5,"text":"a"}\n{"caller":1e300,"text":"a"}\n{"text":"b","label":1}\n{"text":"c","label":{"x":1}}\n{"text":"d","label":null}',
      "jsonl",
    );
    expect(reasons(result)).toEqual(["1 callerNotReadable", "2 callerNotReadable"]);
    expect(result.rows.map((row) => row.label)).toEqual(["1", '{"x":1}', null]);
  });

  it("reads a column called __proto__ and is not fooled by one", async () => {
    const content = '{"__proto__":"the text","toString":"x"}\n{"other":1}\n';
    expect(texts(await read(content, "jsonl", { text: "__proto__" }))).toEqual(["the text"]);
    await expect(read('{"id":1}', "jsonl", { text: "constructor" })).rejects.toThrow("no such column");
    expect(texts(await read("__proto__,constructor\na,b\n", "csv", { text: "__proto__" }))).toEqual(["a"]);
  });
});

/** The texts, in the first column. */
async function withoutHeader(content: string): Promise<(string | null)[]> {
  const input = Readable.from([Buffer.from(content)], { objectMode: true });
  return texts(await readAll({ file: "-", format: "csv", columns: { text: "1" }, header: false, input }));
}

describe("columns", () => {
  it.each([";", "\t"])("are parted in CSV by %j where the header is", async (mark) => {
    const content = `text${mark}label\nhi, all${mark}ham\n"a${mark}b ""c"""${mark}"x"\n`;
    const { rows, reader } = await read(content, "csv");
    expect(rows.map(({ text, label }) => [text, label])).toEqual([
      ["hi, all", "ham"],
      [`a${mark}b "c"`, "x"],
    ]);
    expect(reader.facts.delimiter).toBe(mark);
  });

  it("are parted in CSV without a header by what the first rows agree on", async () => {
    expect(await withoutHeader("hi, all; you;ham\nno;1;spam\n")).toEqual(["hi, all", "no"]);
    expect(await withoutHeader("hi; all\nno\n")).toEqual(["hi; all", "no"]);
    expect(await withoutHeader("hi; all\n")).toEqual(["hi; all"]);
  });

  it("lists the columns found and the nearest when a named one is missing", async () => {
    await expect(read("body,lable\na,ham\n", "csv", { label: "label" })).rejects.toThrow(
      "--label label: no such column; columns found: body, lable; did you mean --label lable?",
    );
    await expect(read("a,b\n1,2\n", "csv")).rejects.toMatchObject({ code: "usage" });
    await expect(read('{"id":1}', "jsonl")).rejects.toThrow("columns found: id; name one");
    await expect(read("text,b\n1,2\n", "csv", { label: "text" })).rejects.toThrow("cannot serve twice");
    await expect(read("text,id,text\na,1,b\n", "csv")).rejects.toThrow("more than once (columns 1, 3)");
    expect(texts(await read("text,x,x\na,1,b\n", "csv"))).toEqual(["a"]);
  });

  it("masks the numbers of a file without a header", async () => {
    await expect(read("13800138000,call 139-1111-2222\n", "csv")).rejects.toThrow(
      'line 1 was taken as the header: "138****00,call 139****22"; columns found: "138****00", "call 139****22"; ',
    );
    await expect(read('{"13800138000":"a"}', "jsonl")).rejects.toThrow('columns found: "138****00"; ');
  });

  it("takes no first row for a header, where its text is a value that the rows below have too", async () => {
    const rows = "SMS,in,hello there\nCALL,in,\nSMS,out,bye\n";
    await expect(read(rows, "csv")).rejects.toThrow(
      /line 1 was taken as the header: "SMS,in,hello there".*--no-header/,
    );
    expect(texts(await read("sms,x\nhello,1\nSMS,2\n", "csv"))).toEqual(["hello", "SMS"]);
    expect(texts(await read("text,x\ntext,1\n", "csv", { text: "text" }))).toEqual(["text"]);
    expect(texts(await read("text,label\ntext,ham\n", "csv"))).toEqual(["text"]);
  });

  it("counts callers whose digits a spreadsheet took away", async () => {
    const { reader } = await read("text,caller\na,1.38E+10\nb,8.61E+12\nc,13800138000\nd,E+10\n", "csv");
    expect(reader.facts.ruinedCallers).toBe(2);
  });

  it("makes control characters in column names harmless", async () => {
    await expect(read("a\u001b[31m,b\n1,2\n", "csv")).rejects.toThrow(String.raw`a\u001b[31m`);
  });
});

describe("bytes", () => {
  it("accepts a byte-order mark and CRLF, and tells the format by the first line", async () => {
    expect(texts(await read('\uFEFF{"text":"a"}\r\n{"text":"b"}\r\n'))).toEqual(["a", "b"]);
    expect(texts(await read("\uFEFFlabel\ttext\r\nham\ta\r\n"))).toEqual(["a"]);
    expect(texts(await read("\uFEFFtext,label\r\na,ham\r\n"))).toEqual(["a"]);
  });

  it("sets aside lines that are not UTF-8 and reads the others", async () => {
    const bad = Buffer.from([0x61, 0xff, 0xfe, 0x2c, 0x62, 0x0a]);
    const result = await read(
      Buffer.concat([Buffer.from("text,label\nfirst,ham\n"), bad, Buffer.from("last,ham\n")]),
      "csv",
    );
    expect(reasons(result)).toEqual(["3 notUtf8"]);
    expect(texts(result)).toEqual(["first", "last"]);
  });

  it("reads a line of one megabyte and drops one beyond the limit without losing the next", async () => {
    const long = "x".repeat(1_000_000);
    expect(texts(await read(`{"text":"${long}"}\n`, "jsonl"))[0]).toHaveLength(1_000_000);
    const huge = Buffer.alloc(MAX_LINE_BYTES + 10, 0x78);
    const result = await readChunks(
      [...cutUp(Buffer.concat([Buffer.from('{"text":"a"}\n'), huge]), 65_536), Buffer.from('\n{"text":"b"}\n')],
      "jsonl",
    );
    expect(texts(result)).toEqual(["a", "b"]);
    expect(reasons(result)).toEqual(["2 lineTooLong"]);
    const last = await readChunks(cutUp(Buffer.concat([Buffer.from("text\n"), huge]), 65_536), "csv");
    expect(reasons(last)).toEqual(["2 lineTooLong"]);
  });

  it.each(["csv", "tsv"] as const)("takes no row as the header where line 1 of %s cannot be read", async (format) => {
    const rest = Buffer.from("\ntext\nhello\n");
    const long = Buffer.concat([Buffer.alloc(MAX_LINE_BYTES + 1, 0x78), rest]);
    const refused = {
      code: "usage",
      message: expect.stringMatching(/^line 1, the header, is longer than 4194304 bytes/),
    };
    await expect(read(long, format)).rejects.toMatchObject(refused);
    const words = /^line 1, the header, is not valid UTF-8/;
    await expect(read(Buffer.concat([Buffer.of(0xff), rest]), format)).rejects.toThrow(words);
  });

  it("finds nothing in an empty file and in a header alone", async () => {
    for (const content of ["", "\n\n", "text,label\n", "text,label"]) {
      const result = await read(content, "csv");
      expect(result.rows.length + result.setAside.length).toBe(0);
    }
  });
});

/** Under which names a column is looked for, the first that is there being taken. */
const NAMES: Partial<Record<ColumnRole, string>> = {
  text: "text message body content sms",
  caller: "caller sender number from peer",
  label: "label class category",
  callee: "callee called receiver recipient destination to",
  time: "time timestamp datetime date start_time startTime start time_ms timeMs",
  duration: "duration duration_s durationS duration_seconds seconds billsec",
  answered: "answered disposition status",
  route: "route network",
  direction: "direction dir",
  id: "id event_id eventId uuid",
};

it.each(Object.entries(NAMES) as [ColumnRole, string][])("the %s is in the first column named %s", (role, names) => {
  // Something to screen, which names no column of another kind.
  const main = role === "text" ? "caller" : "text";
  for (let left = names.split(" "); left.length > 0; left = left.slice(1)) {
    expect(chooseColumns([...left.toReversed(), main], {})[role]).toBe(left[0]);
    expect(chooseColumns([left[0]!.toUpperCase(), main], {})[role]).toBe(left[0]!.toUpperCase());
  }
});

it("a column that was asked for serves for that alone, and a file needs a text or a caller", () => {
  expect(chooseColumns(["text", "date"], { label: "date" })).toMatchObject({ label: "date", time: null });
  expect(chooseColumns(["text", "to"], { caller: "to" })).toMatchObject({ caller: "to", callee: null });
  expect(() => chooseColumns(["label", "time"], {})).toThrow("no column to screen");
});

function cutUp(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

function quote(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
