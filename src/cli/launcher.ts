/**
 * The npm that started this process, and the shell between the two. npm passes a signal on to its shell, and the shell
 * to nobody: what is to end with `npx` has to look for itself.
 */
import { readFileSync } from "node:fs";

/**
 * What npm tells of the command in its shell, where that is us alone: what was sent to the background, by &, is meant
 * to stay.
 */
const IS_US = /^['"]?ringfence\b[^&]*$/;
const LOOK_MS = 1000;

/**
 * Calls back once when either has gone. Never where npm did not start us: whoever else did may have left us behind on
 * purpose.
 */
export function onLauncherGone(callback: () => void): void {
  if (!IS_US.test(process.env["npm_lifecycle_script"] ?? "")) return;
  const shell = process.ppid;
  const npm = npmAbove(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && npmAbove(shell) === npm) return;
    clearInterval(timer);
    callback();
  }, LOOK_MS);
  timer.unref();
}

/** Null where the system does not tell, and where the shell has made way for us: npm is our parent then. */
function npmAbove(shell: number): number | null {
  const parent = readProcess(shell)?.parent;
  return parent !== undefined && readProcess(parent)?.name.startsWith("npm") ? parent : null;
}

/** As Linux tells; null where it does not, or where there is no such process. */
function readProcess(pid: number): { readonly name: string; readonly parent: number } | null {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))!;
    return { name: name!, parent: Number(parent) };
  } catch {
    return null;
  }
}
