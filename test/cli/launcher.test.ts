import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test, type TestContext, vi } from "vitest";
import { MAIN } from "./command-line.ts";

/**
 * As npm runs a command: in a shell that waits for it. Under bash as under dash, which would make way for the last
 * command.
 */
const SHELL = ["sh", "-c", '"$0" "$@" & echo "pid $!"; wait'] as const;
const SERVE = [process.execPath, MAIN, "serve", "smoke", "--port", "0"] as const;
/** What npm is to the system: a process of that name, which has started a shell. */
const NPM = `process.title = "npm exec"; require("node:child_process").spawn(process.argv[1], process.argv.slice(2), { stdio: "inherit" })`;
/** As long as the server needs to notice, and again. */
const NOTICED_MS = 2500;

/** For node: has the server wait before it listens, and say so. */
const HESITATING = `data:text/javascript,${encodeURIComponent(`
  import { Server } from "node:net";
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...args) {
    console.log("not yet at http://nowhere/ ");
    setTimeout(() => listen.apply(this, args), 1000);
    return this;
  };`)}`;

interface Launched {
  readonly launcher: ChildProcess;
  readonly url: string;
  readonly stderr: () => string;
  /** Resolves when nobody holds the server's output any more. */
  readonly gone: Promise<unknown>;
}

async function launch(
  [program, ...args]: readonly string[],
  script: string | undefined,
  onTestFinished: TestContext["onTestFinished"],
): Promise<Launched> {
  const { npm_lifecycle_script: _, ...env } = process.env;
  const launcher = spawn(program!, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, ...(script === undefined ? {} : { npm_lifecycle_script: script }) },
  });
  const gone = once(launcher, "close");
  let [stdout, stderr] = ["", ""];
  launcher.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  launcher.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  await vi.waitFor(() => expect(stdout).toMatch(/http:\/\/\S+\s.*/), { timeout: 50_000 });
  const pid = Number(/pid (\d+)/.exec(stdout)![1]);
  onTestFinished(() => end(pid));
  return { launcher, url: /http:\/\/\S+/.exec(stdout)![0], stderr: () => stderr, gone };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
}

// What they wait for is time and other processes, so all of them do at once.
describe.skipIf(process.platform === "win32").concurrent("a server that npx has started", () => {
  test("ends when its shell is ended, as by a signal to npx, in whatever quotes npm names it", async ({
    onTestFinished,
  }) => {
    const scripts = ["'ringfence'", "ringfence serve --seed 2"];
    const launched = await Promise.all(scripts.map((script) => launch([...SHELL, ...SERVE], script, onTestFinished)));
    for (const { launcher } of launched) launcher.kill("SIGTERM");
    for (const { stderr, gone } of launched) {
      await gone;
      expect(stderr()).toBe("ringfence: npx, which started this server, has ended, and so does the server\n");
    }
  });

  const [node, ...served] = SERVE;
  const moments: readonly (readonly [string, readonly string[]])[] = [
    ["", SERVE],
    [" before the server listens", [node, "--import", HESITATING, ...served]],
  ];
  test.skipIf(process.platform !== "linux").for(moments)(
    "ends when npx ends and leaves its shell behind%s",
    async ([, serve], { onTestFinished }) => {
      const npm = [process.execPath, "-e", NPM, ...SHELL, ...serve];
      const { launcher, stderr, gone } = await launch(npm, "'ringfence'", onTestFinished);
      launcher.kill("SIGKILL");
      await gone;
      expect(stderr()).toMatch(/^ringfence: npx, which started this server, has ended/);
    },
  );

  test("lives on when somebody else's shell, one opened by npx, or a command with & has left it behind", async ({
    onTestFinished,
  }) => {
    const scripts = [undefined, "bash", "ringfence serve &"];
    const launched = await Promise.all(scripts.map((script) => launch([...SHELL, ...SERVE], script, onTestFinished)));
    for (const { launcher } of launched) launcher.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, NOTICED_MS));
    for (const { launcher, url } of launched) {
      expect(launcher.signalCode).toBe("SIGKILL");
      expect((await fetch(url)).status).toBe(200);
    }
  });
});
