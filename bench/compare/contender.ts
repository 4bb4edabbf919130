/** What A and B may be: a checkout of this repository, a command, or a result that was kept. */
import { existsSync, type Stats, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readBounded } from "../../src/core/file/bounded-file.ts";
import { commandName } from "../../src/core/command-name.ts";
import { isExecutable } from "./executable.ts";
import { RingfenceError, messageOf } from "../../src/core/errors.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { MAX_REPORT_BYTES } from "../../src/report/directory/run-directory.ts";
import { changedSinceBuild } from "../harness/build-stamp.ts";
import { type ComparableDocument, readDocument } from "./document.ts";
import type { Start } from "./process-run.ts";

export type Contender =
  | { readonly kind: "checkout"; readonly label: string; readonly main: string }
  | { readonly kind: "command"; readonly label: string }
  | { readonly kind: "file"; readonly label: string; readonly document: ComparableDocument };

const MAIN = "dist/src/cli/main.js";
/** What runs and benches keep, and a comparison reads. */
const RESULTS = ["report.json", "bench.json"] as const;

/**
 * A directory is a checkout, a file that ends in .json is a result, and everything else is a command. Throws
 * RingfenceError.
 */
export function contenderOf(written: string): Contender {
  const found = statOf(written);
  if (found?.isDirectory()) return checkout(written);
  if (written.endsWith(".json") && (found?.isFile() || !/\s/.test(written))) return file(written);
  if (written.trim() === "")
    throw new RingfenceError("usage", "expected a checkout, a command or a result file, got nothing");
  const word = written.trim();
  const problem = PLAIN_WORD.test(word) ? whyNoProgram(word) : null;
  if (problem !== null) {
    throw new RingfenceError(
      "usage",
      `${word} ${problem}: expected a checkout (a directory), a result that was kept (a file that ends in .json), or a command for the shell${problem === NOT_FOUND ? `; for a word that the shell alone knows, write "sh -c '${word}'"` : ""}`,
    );
  }
  return { kind: "command", label: written };
}

const NOT_FOUND = "is no directory here, and no program on the PATH";

/** Null where there is nothing of that name, or can be nothing: a command may be longer than a name of a file. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** One word of which the shell would expand nothing. */
const PLAIN_WORD = /^[^\s$`'"*?~;|&<>(){}[\]=#!]+$/;

/**
 * The shell would say it too, after the other contender has run, and never that a path may be mistyped. Null for a
 * program.
 */
function whyNoProgram(word: string): string | null {
  if (/[/\\]/.test(word) || word.startsWith(".")) {
    if (!existsSync(word)) return "does not exist";
    return isExecutable(word) ? null : "is a file that cannot be run";
  }
  // Names of programs lack their endings there.
  if (process.platform === "win32") return null;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const isFound = folders.some((folder) => isExecutable(join(folder, word)));
  return isFound ? null : NOT_FOUND;
}

/**
 * How to start it once. What a checkout keeps goes to `out`, a directory that is not there yet; the user's shell runs a
 * command as it is.
 */
export function startOf(contender: Exclude<Contender, { kind: "file" }>, work: readonly string[], out: string): Start {
  const { label } = contender;
  if (contender.kind === "command") return { label, file: label, args: [], shell: true };
  const args = [contender.main, ...work, "--json", "--out", out];
  return { label: `ringfence ${work.join(" ")} in ${label}`, file: process.execPath, args, shell: false };
}

function checkout(path: string): Contender {
  const main = join(path, MAIN);
  if (!existsSync(main)) throw new RingfenceError("usage", `expected ${MAIN} in ${path}, but ${adviceOn(path)}`);
  const changed = changedSinceBuild(path);
  if (changed === null) return { kind: "checkout", label: path, main };
  throw new RingfenceError(
    "usage",
    `${join(path, changed)} is not as it was when ${path} was built, and what was built is what runs: \`npm run build\` there`,
  );
}

/** Why a directory is none to run, and what to name instead. */
function adviceOn(path: string): string {
  const kept = RESULTS.find((name) => existsSync(join(path, name)));
  if (kept !== undefined) return `it holds a result that was kept: name ${join(path, kept)}`;
  if (existsSync(join(path, "package.json"))) return "it is not built. Run `npm ci && npm run build` there";
  return `it is no checkout of ringfence. For a result that was kept, name its ${RESULTS.join(" or ")}`;
}

function file(path: string): Contender {
  const text = readBounded(path, MAX_REPORT_BYTES).toString("utf8");
  const document = readDocument(text);
  if (document !== null) return { kind: "file", label: path, document };
  throw new RingfenceError(
    "config",
    `${path} ${whyNoResult(text)}: measure again with "${commandName()} bench <kind>" or "${commandName()} run", ` +
      "and take its bench.json or report.json",
  );
}

/** Units of what the parser says, which quotes the text. */
const MAX_QUOTED = 120;

function whyNoResult(text: string): string {
  if (text.trim() === "") return "is empty";
  try {
    JSON.parse(text);
  } catch (cause) {
    return `is not whole, or no JSON (${printable(messageOf(cause).slice(0, MAX_QUOTED))})`;
  }
  return "is neither the result of a bench nor the report of a run, of a version that this ringfence reads";
}
