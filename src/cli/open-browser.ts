/** Opens an address in the user's browser, with whatever the system has for it. */
import { spawn } from "node:child_process";

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** `onFailure`: there is no browser; the verb goes on. */
export function openBrowser(url: string, onFailure: () => void): void {
  const [command, ...args] = [...(OPENERS[process.platform] ?? ["xdg-open"]), url];
  const child = spawn(command!, args, { stdio: "ignore", detached: true });
  child.on("error", onFailure);
  child.unref();
}
