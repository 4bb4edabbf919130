/** Who has a file. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { takeLock } from "../../../src/core/file/process-lock.ts";
import { newFolder } from "../../new-folder.ts";
import { TYPESCRIPT } from "../../typescript.ts";

const folder = newFolder("process-lock");
const MODULE = new URL("../../../src/core/file/process-lock.ts", import.meta.url).href;
/** As a container has it: the process is number 1 there. Without the right to it, any process will do. */
const APART = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
const isApart = spawnSync(APART[0]!, [...APART.slice(1), "true"]).status === 0;
if (!isApart) console.warn("no number space of its own may be made here: the lock is tried from a plain process");

const take = (path: string) => takeLock(path, "these labels", "name another file with --out");

/** Another process that has it. It ends with the test at the latest. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `import(${JSON.stringify(MODULE)}).then(async ({ takeLock }) => {
    await takeLock(${JSON.stringify(path)}, "these labels", "wait");
    console.log("taken");
    setInterval(() => {}, 1000);
  })`;
  const [command, ...words] = [...(isApart ? APART : []), process.execPath, ...TYPESCRIPT, "-e", script];
  const child = spawn(command!, words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout!, "data");
  return child;
}

test("one process at a time has the labels, also one whose number says nothing here", async () => {
  const path = join(folder, "labels.lock");
  const other = await holder(path);
  await expect(take(path)).rejects.toMatchObject({
    code: "io",
    message: expect.stringMatching(
      /labels\.lock: .*process.* has these labels: end it, or name another file/,
    ) as unknown,
  });
  const ended = once(other, "exit");
  other.kill("SIGKILL");
  await ended;
  // What it left behind is no obstacle.
  await expect.poll(() => take(path).then((release) => release()), { timeout: 120_000 }).toBe(undefined);
  expect(readdirSync(folder)).toEqual([]);
});

test("who comes while another has it changes nothing, and its number is said", async () => {
  const path = join(folder, "mine.lock");
  const release = await take(path);
  await expect(take(path)).rejects.toThrow(`process ${process.pid} has these labels`);
  await expect(take(path)).rejects.toThrow("has these labels");
  release();
  expect(existsSync(path)).toBe(false);
  (await take(path))();
  const nowhere = join(folder, "nowhere");
  await expect(take(join(nowhere, "lock"))).rejects.toThrow(`cannot write to ${nowhere}: the directory is not there`);
});

test("of several that come at once one has it at most, and the next has it", async () => {
  const path = join(folder, "many.lock");
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => take(path)));
  const locks = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(locks.length).toBeLessThanOrEqual(1);
  for (const release of locks) release();
  (await take(path))();
});

test("a name that is too long for a socket has one elsewhere, by its folder", async () => {
  const deep = join(folder, "d".repeat(120));
  mkdirSync(deep);
  const path = join(deep, "process");
  const release = await take(path);
  expect(readdirSync(deep)).toEqual([]);
  await expect(take(path)).rejects.toThrow("has these labels");
  release();
  (await take(path))();
});
