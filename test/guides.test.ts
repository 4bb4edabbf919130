/** The program understands the commands of the guides. That they run is tested in guide-*.long.test.ts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const folder = newFolder("guides");

test("the student's guide has an experiment for each of its seven questions", () => {
  const sections = readGuide("student")
    .text.split(/^## \d\. /m)
    .slice(1);
  expect(sections.length).toBe(7);
  for (const section of sections) expect(section).toMatch(/^npx ringfence /m);
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
