import { expect, test } from "vitest";
import type { RestOfFile } from "../../src/rows/read-rows.ts";
import { cutPieces } from "../../src/screen/cut-pieces.ts";

/** The pieces of a file that comes in chunks of a few bytes. */
async function piecesOf(format: "csv" | "jsonl", content: string): Promise<string[]> {
  const chunks = (async function* () {
    for (let at = 0; at < content.length; at += 5) yield Buffer.from(content.slice(at, at + 5));
  })();
  const rest = { start: { format }, lines: 0, carried: new Uint8Array(), chunks } as unknown as RestOfFile;
  const pieces: string[] = [];
  for await (const { bytes } of cutPieces(rest, 64)) pieces.push(Buffer.from(bytes).toString());
  return pieces;
}

/** Of 60 records every third holds a line end in quotes. */
const lineEnds = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? '"e\nf",g\n' : "h,i\n")).join("");

test("a piece of CSV ends where a record does, never within a quoted cell", async () => {
  const pieces = await piecesOf("csv", lineEnds);
  expect(pieces.join("")).toBe(lineEnds);
  expect(pieces.length).toBeGreaterThan(2);
  for (const piece of pieces) expect(piece.split('"').length % 2).toBe(1);
});

test("lines are counted, the last without its end too, and each piece knows those before it", async () => {
  const content = "a\nb\n".repeat(40) + "c";
  const chunks = (async function* () {
    yield Buffer.from(content.slice(3));
  })();
  const rest = { start: { format: "jsonl" }, lines: 7, carried: Buffer.from(content.slice(0, 3)), chunks };
  let before = 7;
  let lasts = 0;
  for await (const { bytes, linesBefore, lines, isLast } of cutPieces(rest as unknown as RestOfFile, 50)) {
    expect(linesBefore).toBe(before);
    expect(lines).toBe(
      Buffer.from(bytes)
        .toString()
        .split("\n")
        .filter((line) => line !== "").length,
    );
    before += lines;
    lasts += Number(isLast);
  }
  expect([before, lasts]).toEqual([7 + 81, 1]);
});
