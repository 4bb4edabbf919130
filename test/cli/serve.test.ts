import { createServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { inProcess } from "./in-process.ts";

/** In this process, once it listens. `end` sends a signal, and resolves to what came of it. */
async function serve(...words: readonly string[]) {
  const before = process.listenerCount("SIGTERM");
  const outcome = inProcess(["serve", ...words]);
  await vi.waitFor(() => expect(process.listenerCount("SIGTERM")).toBe(before + 1), { timeout: 120_000 });
  return (signal: NodeJS.Signals): typeof outcome => {
    process.emit(signal);
    return outcome;
  };
}

/** What it says beside its address. */
async function remarksAt(host: string): Promise<string> {
  const end = await serve("smoke", "--port", "0", "--host", host);
  const { code, stdout, stderr } = await end("SIGTERM");
  expect([code, stdout]).toEqual([0, expect.stringContaining("Ringfence is at http://")]);
  return stderr;
}

/** A server that takes a free port of this machine, and its number. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as { port: number }).port, server };
}

describe("ringfence serve", () => {
  test("says where the page is, hands it out, runs what it is asked for, and ends at Ctrl-C with a run and a stream open", async () => {
    const { port, server } = await takePort();
    await new Promise((resolve) => server.close(resolve));
    const end = await serve("smoke", "--workers", "1", "--port", String(port));
    const url = `http://127.0.0.1:${port}/`;
    const page = await (await fetch(url)).text();
    expect(page).toContain("<title>Ringfence</title>");
    const asked = { scenario: "smoke", seed: 5, settings: { telephoneAgents: 3, obfuscation: 1 }, hoursPerSecond: 5 };
    const headers = { "Content-Type": "application/json" };
    const post = { method: "POST", headers, body: JSON.stringify(asked) };
    const started = await fetch(new URL("/api/runs", url), post);
    expect(started.status).toBe(201);
    const { run } = (await started.json()) as { run: string };
    const stream = await fetch(new URL(`/api/runs/${run}/stream`, url));
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("dissuasion.agents=3")) said += (await reader.read()).value;
    expect(said).toContain(
      "npx ringfence run smoke --seed 5 --set 'gangs.obfuscation=[1,1,0,0,0,0]' --set dissuasion.agents=3",
    );
    const stdout = `Ringfence is at ${url}  (Ctrl-C ends it)\n`;
    expect(await end("SIGINT")).toEqual({ code: 0, stdout, stderr: "" });
  });

  test("warns of an address that others can reach, and of no other", async () => {
    expect(await remarksAt("127.0.0.1")).toBe("");
    expect(await remarksAt("0.0.0.0")).toContain("can reach 0.0.0.0");
  });

  test("says what to do where its port is taken, and where there is no such scenario", async () => {
    const { port, server } = await takePort();
    onTestFinished(() => void server.close());
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
