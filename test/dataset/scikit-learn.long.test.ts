/** A model of scikit-learn scores a data set by the recipe of the documents. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ScoreDocument } from "../../src/dataset/score/score.ts";
import { settings } from "../cli/command-line.ts";
import { inProcess } from "../cli/in-process.ts";
import { whyWithout } from "../gateway/debian.ts";
import { readGuide, ROOT, wordsOf } from "../guide.ts";
import { newFolder } from "../new-folder.ts";

/** The package has no program: its folder is found from /usr/bin. */
const lack = whyWithout({ "../lib/python3/dist-packages/sklearn": "python3-sklearn" });
const folder = newFolder("scikit-learn");

test.skipIf(lack !== null)(
  `The recipe of scikit-learn runs as the guide has it${lack === null ? "" : ` (${lack})`}`,
  { timeout: 300_000 },
  async () => {
    const block = readGuide("researcher")
      .blocks("sh")
      .find((text) => text.includes("scikit-learn.py"))!;
    const [, generate, python, score] = block.trimEnd().split("\n").map(wordsOf);
    mkdirSync(join(folder, "data"));
    const small = settings("hours=24", "population.subscribers=700", "gangs.count=8");
    await inProcess([...generate!.slice(2), ...small, "--quiet"], { cwd: folder });
    execFileSync("/usr/bin/python3", [join(ROOT, python![1]!), ...python!.slice(2)], { cwd: folder });
    const { code, stdout } = await inProcess([...score!.slice(2), "--json"], { cwd: folder });
    expect(code).toBe(0);
    const { figures, leftOut, unsaid } = JSON.parse(stdout) as ScoreDocument;
    const learned = readFileSync(join(folder, "learned.csv"), "utf8").trimEnd().split("\n").length - 1;
    expect(leftOut).toBe(learned);
    // Calls have no score, and none of them is blocked.
    expect(unsaid).toBeGreaterThan(0);
    expect(figures["parts.calls.recall"]!.value).toBe(0);
    // The learner ranks fraud of scripts that it never saw above benign messages.
    expect(figures["lines.0,01.recall"]!.value).toBeGreaterThan(0.02);
  },
);
