/** The engineer's guide is true: the command line understands its commands, and its engines are files. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readGuide, understood } from "./guide.ts";

const { text: guide, blocks, commands } = readGuide("engineer");

test("every command of the guide is understood as written", async () => {
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands) expect(await understood(command)).toBe(command.replace(/^bench /, "").split(" ")[0]);
  expect(await understood("bench pipeline --no-such")).toContain("unknown option");
  expect(guide).not.toMatch(/`ringfence /);
});

test("the modules of the guide are the files in docs/engines, of which a long test runs the engines beside the packed package", () => {
  const files = ["my-bench.js", "closest.js"].map((name) =>
    readFileSync(new URL(`../docs/engines/${name}`, import.meta.url), "utf8"),
  );
  expect(blocks("js")).toEqual(files);
});
