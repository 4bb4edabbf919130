/** The list of small breaks is of the program as it is: `npm run test:breaks` tries that tests fail of each. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Break {
  readonly room: string;
  readonly file: string;
  readonly what: string;
  readonly old: string;
  readonly new: string;
  readonly killedBy: string;
}

const breaks = JSON.parse(readFileSync(join(ROOT, "test/breaks.json"), "utf8")) as readonly Break[];

test("there are thirty at least, in every room, each of which a test of the quick tier is known to notice", () => {
  expect(breaks.length).toBeGreaterThanOrEqual(30);
  for (const { what, killedBy } of breaks) {
    const [file] = killedBy.split(" > ");
    expect([what, existsSync(join(ROOT, file!)), file!.endsWith(".long.test.ts")]).toEqual([what, true, false]);
  }
});

test.each(breaks)("$room: $what: its edit fits in one place", ({ file, old }) => {
  expect(readFileSync(join(ROOT, file), "utf8").split(old)).toHaveLength(2);
});
