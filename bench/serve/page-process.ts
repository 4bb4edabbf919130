/** A client in a process of its own: starts a run, reads its stream to the end, and says when the first hour is there. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RunRequest } from "../../src/serve/protocol.ts";

/** Resolves when the run has ended. Rejects when the client fails. */
export function watchInProcess(url: string, request: RunRequest, onReady: () => void): Promise<void> {
  const script = fileURLToPath(new URL("./page-client.js", import.meta.url));
  const child = spawn(process.execPath, [script, url, JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`the client ended early, with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "ready") onReady();
      if (line === "ended") resolve();
    });
  });
}
