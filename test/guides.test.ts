/**
 * Guides agree with the record of their runs, and the program understands their commands. That these run, and that the
 * record is true, is tested in guide-*.long.test.ts.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { expectQuoted, recordedFigures } from "./guide-figures.ts";
import { readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const folder = newFolder("guides");

describe("the student's guide", () => {
  const { text: guide, commands } = readGuide("student");

  test("has an experiment for each of its seven questions", () => {
    const sections = guide.split(/^## \d\. /m).slice(1);
    expect(sections.length).toBe(7);
    for (const section of sections) expect(section).toMatch(/^npx ringfence /m);
  });

  test("quotes no figure but of the run whose digest stands beside it", () => {
    const runs = recordedFigures("student");
    expect(Object.keys(runs)).toEqual(commands.filter((command) => command.startsWith("run ")));
    expectQuoted(guide, Object.values(runs));
  });
});

test("the researcher's guide quotes figures of the runs whose digests stand beside them", () => {
  const runs = Object.values(recordedFigures("researcher"));
  expect(runs).toHaveLength(8);
  expectQuoted(readGuide("researcher").text, runs);
});

test.each(["student", "researcher"])("every command of the %s's guide is understood as written", async (user) => {
  const { commands, blocks } = readGuide(user);
  expect(commands.length).toBeGreaterThan(8);
  // The list of points that a sweep reads.
  for (const list of blocks("csv").slice(0, 1)) writeFileSync(join(folder, "moved.csv"), list);
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  for (const command of commands) expect(command.split(" ")).toContain(await understood(command));
});
