import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { MAIN } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

interface Served {
  readonly url: string;
  readonly stderr: () => string;
  /** Sends a signal, and resolves to the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function serve(...args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [MAIN, "serve", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    // No program is found but by its whole path, so no browser either.
    env: { ...process.env, PATH: "" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const url = /http:\/\/\S+/.exec(stdout)?.[0];
      if (url === undefined) return;
      resolve({
        url,
        stderr: () => stderr,
        end(signal) {
          child.kill(signal);
          return closed;
        },
      });
    });
    child.on("close", () => reject(new Error(`it ended before it said where it is: ${stderr}`)));
  });
}

/** In this process, ended as soon as it listens: what it says beside its address. */
async function remarksAt(host: string): Promise<string> {
  const outcome = inProcess(["serve", "smoke", "--port", "0", "--host", host]);
  await vi.waitFor(() => expect(process.listenerCount("SIGTERM")).toBe(1), { timeout: 120_000 });
  process.emit("SIGTERM");
  const { code, stdout, stderr } = await outcome;
  expect([code, stdout]).toEqual([0, expect.stringContaining("Ringfence is at http://")]);
  return stderr;
}

describe("ringfence serve", () => {
  test("says where the page is, hands it out, runs what it is asked for, and ends at Ctrl-C with a run and a stream open", async () => {
    const server = await serve("smoke", "--workers", "1");
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await (await fetch(server.url)).text();
    expect(page).toContain("<title>Ringfence</title>");
    const body = {
      scenario: "smoke",
      seed: 5,
      settings: { telephoneAgents: 3, obfuscation: 1 },
      hoursPerSecond: 5,
    };
    const headers = { "Content-Type": "application/json" };
    const started = await fetch(new URL("/api/runs", server.url), {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    expect(started.status).toBe(201);
    const { run } = (await started.json()) as { run: string };
    const stream = await fetch(new URL(`/api/runs/${run}/stream`, server.url));
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("dissuasion.agents=3")) said += (await reader.read()).value;
    expect(said).toContain(
      "npx ringfence run smoke --seed 5 --set 'gangs.obfuscation=[1,1,0,0,0,0]' --set dissuasion.agents=3",
    );
    expect(await server.end("SIGINT")).toBe(0);
    expect(server.stderr()).toBe("");
  });

  test("warns of an address that others can reach, and of no other", async () => {
    expect(await remarksAt("127.0.0.1")).toBe("");
    expect(await remarksAt("0.0.0.0")).toContain("can reach 0.0.0.0");
  });

  test("says what to do where its port is taken, and where there is no such scenario", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const taken = await inProcess(["serve", "--port", String(port)]);
    expect(taken).toMatchObject({ code: 7, stdout: "" });
    expect(taken.stderr).toContain(`port ${port} of 127.0.0.1 is taken: give another with --port`);
    expect(await inProcess(["serve", "clasroom"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "classroom"?'),
    });
    expect((await inProcess(["serve", "--port", "65536"])).code).toBe(2);
    expect(await inProcess(["serve", "--host", ""])).toMatchObject({ code: 2, stdout: "" });
  });
});
