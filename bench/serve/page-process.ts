/**
 * A client in a process of its own: it starts a run, says when the first hour is there, and reads the stream to the
 * end.
 */
import { spawn } from "node:child_process";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RunRequest } from "../../src/live/server/protocol.ts";

/**
 * Calls `onReady` when the first hour waits to be played, plays it, and resolves to the run's digest when the client
 * has read that it has ended. Rejects when the client fails.
 */
export function watchInProcess(url: string, run: RunRequest, onReady: () => void): Promise<string> {
  const script = fileURLToPath(new URL("./page-client.js", import.meta.url));
  const child = spawn(process.execPath, [script, url, JSON.stringify(run)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`the client ended early, with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [what, of] = line.split(" ");
      if (what === "ready") {
        onReady();
        play(url, of!).catch(reject);
      }
      if (what === "ended") resolve(of!);
    });
  });
}

/** From here, since the client takes its time. */
function play(url: string, run: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: "POST", headers: { "Content-Type": "application/json" } };
    const sent = request(new URL(`/api/runs/${run}/control`, url), options, (response) => {
      response.resume().on("end", resolve);
    });
    sent.on("error", reject).end('{"do":"play"}');
  });
}
