import { expect, test } from "vitest";
import { type Line, LineSplitter } from "../../../src/rows/lines/line-splitter.ts";

const MAX_BYTES = 12;

function split(content: Buffer, size: number): Line[] {
  const splitter = new LineSplitter(MAX_BYTES);
  const lines: Line[] = [];
  for (let at = 0; at < content.length; at += size) lines.push(...splitter.push(content.subarray(at, at + size)));
  return [...lines, ...splitter.end()];
}

test.each(["", "\n", "\r\n"])(
  "the same lines are too long however the bytes are cut into chunks, where the last ends with %j",
  (end) => {
    const written = ["short", "多".repeat(4), `${"多".repeat(4)}x`, "", "x".repeat(12), "x".repeat(13), "y".repeat(40)];
    const content = Buffer.from(written.join("\n") + end);
    const lines = split(content, content.length);
    const longer = [...written.keys()].filter((at) => Buffer.byteLength(written[at]!) > MAX_BYTES);
    const tooLong = lines.filter(({ fault }) => fault === "lineTooLong");
    expect(tooLong.map(({ number }) => number - 1)).toEqual(longer);
    expect(lines.map(({ text }) => text)).toEqual(written.map((text, at) => (longer.includes(at) ? "" : text)));
    for (let size = 1; size < content.length; size++) expect(split(content, size)).toEqual(lines);
  },
);

test("a line that is not UTF-8 is known as that, beside one that is too long", () => {
  const content = Buffer.concat([
    Buffer.from("good\n"),
    Buffer.of(0xff, 10),
    Buffer.from("x".repeat(20)),
    Buffer.of(10),
  ]);
  for (let size = 1; size <= content.length; size++) {
    expect(split(content, size).map(({ fault }) => fault)).toEqual([null, "notUtf8", "lineTooLong"]);
  }
});
