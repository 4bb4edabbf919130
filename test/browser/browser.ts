/** A real browser for tests: the one on this machine, driven over its debugging pipe. Nothing is downloaded. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Names under which Linux distributions install one. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** No sandbox, as containers run as root; and nothing that would call home. */
const FLAGS = [
  "--no-sandbox",
  "--disable-site-isolation-trials",
  "--renderer-process-limit=1",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--no-pings",
  "--metrics-recording-only",
];

/**
 * The path of a browser: what RINGFENCE_BROWSER names, else the first of the usual names in PATH, else null. Tests that
 * need one skip then, under a name that says so. Throws when RINGFENCE_BROWSER names nothing that can be run: somebody
 * meant it.
 */
export function findBrowser(): string | null {
  const named = process.env["RINGFENCE_BROWSER"];
  if (named !== undefined && named !== "") {
    if (!isExecutable(named)) throw new Error(`RINGFENCE_BROWSER: expected a program to run, got ${named}`);
    return named;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

/** Starts it without a window. Whoever launches closes. */
export async function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(NO_BROWSER);
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What a test that skips says. */
export const NO_BROWSER = `no browser: install Debian's chromium, or name one with RINGFENCE_BROWSER (looked for ${NAMES.join(", ")})`;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
