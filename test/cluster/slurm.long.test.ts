/** The lines of the guide on many machines run on Slurm and by GNU parallel, to the bytes of one process. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { MAIN, settings } from "../cli/command-line.ts";
import { readGuide } from "../guide.ts";
import { newFolder } from "../new-folder.ts";
import { type Cluster, lackOfSlurm, startCluster } from "./slurm-cluster.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 });

const lack = lackOfSlurm();
const folder = newFolder("slurm");
const [ARRAY, TABLE, PARALLEL] = readGuide("researcher")
  .blocks("sh")
  .filter((block) => block.includes("--out shared")) as [string, string, string];
const TINY = [...settings("population.subscribers=300", "gangs.count=4", "templates.initial=20"), "--hours", "6"];

let cluster: Cluster;

/** A line of the guide, with few seeds and shards, in a directory of its own. */
function line(text: string, out: string, more: readonly string[]): string {
  const few = text.replaceAll("64", "4").replace("1-100", "1-6");
  return few.replace("--out shared", `--out ${out} ${more.join(" ")}`);
}

function shell(command: string): string {
  const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`;
  const env = { ...process.env, ...cluster.env, PATH: path };
  return execFileSync("sh", ["-c", command], { cwd: folder, env, encoding: "utf8", timeout: 600_000 });
}

function resultsIn(name: string): Record<string, string> {
  const files = readdirSync(join(folder, name)).filter((file) => file.startsWith("sweep."));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file)).toString("base64")]));
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 1500) throw new Error(`nothing comes of it: ${cluster.slurm("squeue")}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const isOver = (): boolean => cluster.slurm("squeue", "-h").trim() === "";
const isRunningOn = (node: string): boolean => cluster.slurm("squeue", "-h", "-t", "R", "-w", node).trim() !== "";

if (lack !== null) console.warn(`studies on Slurm are not tested here: ${lack}`);

describe.skipIf(lack !== null)("the guide's study on many machines", () => {
  beforeAll(async () => {
    cluster = await startCluster(2);
    mkdirSync(join(folder, "bin"));
    const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${MAIN}" "$@"\n`;
    writeFileSync(join(folder, "bin", "npx"), npx, { mode: 0o755 });
    shell(line(TABLE, "tiny", TINY));
  });
  afterAll(() => cluster.stop());

  test("as an array of Slurm comes to the bytes of one process, on two nodes", async () => {
    expect(shell(line(ARRAY, "array", TINY))).toContain("Submitted batch job");
    await until(() => isRunningOn("n1") && isRunningOn("n2"));
    await until(isOver);
    expect(shell(line(TABLE, "array", TINY))).toContain("computed 0, reused 12");
    expect(resultsIn("array")).toEqual(resultsIn("tiny"));
  });

  test("by GNU parallel comes to the bytes of one process", () => {
    expect(shell(line(PARALLEL, "parallel", TINY)).match(/computed 3, reused 0/g)).toHaveLength(4);
    expect(shell(line(TABLE, "parallel", TINY))).toContain("computed 0, reused 12");
    expect(resultsIn("parallel")).toEqual(resultsIn("tiny"));
  });
});
