import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readBounded, readLines } from "../../../src/core/file/bounded-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("bounded");

function fileOf(bytes: Buffer): string {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  return path;
}

describe("a file of which only so much is read", () => {
  test.each([1, 2, 65_535, 65_536, 65_537, 300_000])(
    "comes whole with %d bytes, and is refused with one more than allowed",
    (size) => {
      const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 31) % 251));
      const path = fileOf(bytes);
      expect(readBounded(path, size).equals(bytes)).toBe(true);
      expect(() => readBounded(path, size - 1)).toThrow(/has more than/);
    },
  );

  test("is refused where it has no end", () => {
    expect(() => readBounded("/dev/zero", 100_000)).toThrow("/dev/zero has more than 100,000 bytes");
  });
});

describe("lines of a file", () => {
  test.each([1, 2, 3, 7, 1000])("come as they are written, read %d bytes at a time", (piece) => {
    for (const text of ["", "\n", "一二三", "一\n\n二三四\n", "a\nb\n\nc"]) {
      const lines = [...readLines(fileOf(Buffer.from(text)), 100, piece)];
      const expected = text.split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(lines).toEqual(expected);
    }
  });

  test("have a most length each, and the file has none", () => {
    const path = fileOf(Buffer.from(`${"x".repeat(99)}\n`.repeat(1000)));
    expect([...readLines(path, 99, 10)]).toHaveLength(1000);
    expect(() => [...readLines("/dev/zero", 100_000)]).toThrow(/a line of \/dev\/zero has more than 100,000 bytes/);
  });
});

test.each([(path: string) => readBounded(path, 9), (path: string) => [...readLines(path, 9)]])(
  "a file that cannot be read is named: %s",
  (read) => {
    expect(() => read(join(folder, "none"))).toThrow(
      /cannot read .*none: there is no such file: check the path \(ENOENT\)$/,
    );
    expect(() => read(folder)).toThrow(/cannot read .*: it is a directory: name a file \(EISDIR\)$/);
  },
);
