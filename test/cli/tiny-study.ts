/** Studies of worlds that take a tenth of a second, and what holds of all that are interrupted. */
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { settings } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

/** Little to begin with, and episodes that end in the hours after. */
const QUICK = [
  "population.subscribers=300",
  "gangs.count=4",
  "blocklist.initialEntries=200",
  "templates.initial=20",
  "episodes.hoursFactor=0.05",
  "episodes.transferHours=1",
];
export const TINY = [...settings(...QUICK), "--hours", "4"];

/** Files of results by name: of a study, and of one that was stopped behind its first run and went on. */
export async function interrupted(folder: string, verb: string, words: readonly string[]) {
  const textOf = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");
  const [whole, part] = [`${verb}-whole`, `${verb}-part`];
  const typed = ["study", verb, "smoke", ...TINY, "--workers", "1", "--quiet", ...words];
  expect((await inProcess([...typed, "--out", whole], { cwd: folder })).code).toBe(0);
  // As a process leaves it that was killed behind its first run.
  const [cell] = readdirSync(join(folder, whole, "cells"));
  mkdirSync(join(folder, part, "cells"), { recursive: true });
  cpSync(join(folder, whole, "cells", cell!), join(folder, part, "cells", cell!));
  const goesOn = [...typed.with(typed.indexOf("--workers") + 1, "2"), "--out", part];
  const { code, stdout } = await inProcess(goesOn, { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toMatch(/computed \d+, reused 1\n/);
  const results = readdirSync(join(folder, whole)).filter((file) => file !== "cells");
  expect(results.length).toBeGreaterThan(3);
  const filesOf = (study: string) => Object.fromEntries(results.map((file) => [file, textOf(study, file)]));
  return { whole: filesOf(whole), part: filesOf(part) };
}
