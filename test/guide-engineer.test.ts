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

test("the module of the guide is the file in docs/engines", () => {
  expect(blocks("js")).toEqual([readFileSync(new URL("../docs/engines/my-bench.js", import.meta.url), "utf8")]);
});
