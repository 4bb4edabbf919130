/** What A and B may be: a checkout of this repository, a command, or the kept result of a bench. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { commandName } from "../../src/core/program.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { readBounded } from "../../src/core/file/bounded-file.ts";
import { MAX_REPORT_BYTES } from "../../src/report/directory/run-directory.ts";
import { isChangedSinceBuild } from "../harness/build-stamp.ts";
import { type ComparableDocument, type Figure, readDocument } from "./document.ts";

export type Program = { readonly kind: "checkout" | "command"; readonly label: string };
export type KeptResult = {
  readonly kind: "file";
  readonly label: string;
  readonly document: ComparableDocument & { readonly figures: readonly Figure[] };
};
export type Contender = Program | KeptResult;

export const MAIN = "dist/src/cli/main.js";
const RESULT = "bench.json";

/** One word of which the shell would expand nothing, and that names a file. */
const PATH = /^(?=.*\/|\.)[^\s;&|$`'"*?<>(){}]+$/;

/** A directory is a checkout, a file that ends in .json a result, and all else a command. Throws RingfenceError. */
export function contenderOf(written: string): Contender {
  // Not of every word: a command may be longer than a name of a file.
  const found = existsSync(written) ? statSync(written) : null;
  if (found?.isDirectory()) return checkout(written);
  if (written.endsWith(".json") && (found?.isFile() || !/\s/.test(written))) return keptResult(written);
  const isMissing = found === null && PATH.test(written);
  if (written.trim() === "" || isMissing) {
    throw new RingfenceError(
      "usage",
      "expected a checkout (a directory), a result (a file that ends in .json) or a command, got " +
        (isMissing ? `${written}, which does not exist` : "nothing"),
    );
  }
  return { kind: "command", label: written };
}

function checkout(path: string): Program {
  if (!existsSync(join(path, MAIN))) {
    const advice = existsSync(join(path, RESULT))
      ? `it holds a result that was kept: name ${join(path, RESULT)}`
      : existsSync(join(path, "package.json"))
        ? "it is not built. Run `npm ci && npm run build` there"
        : `it is no checkout of ringfence. For a result that was kept, name its ${RESULT}`;
    throw new RingfenceError("usage", `expected ${MAIN} in ${path}, but ${advice}`);
  }
  if (!isChangedSinceBuild(path)) return { kind: "checkout", label: path };
  throw new RingfenceError(
    "usage",
    `a source of ${path} has changed since it was built, and what was built is what runs: \`npm run build\` there`,
  );
}

function keptResult(path: string): KeptResult {
  const document = readDocument(readBounded(path, MAX_REPORT_BYTES).toString("utf8"));
  if (document !== null && document.figures !== null) {
    return { kind: "file", label: path, document: { ...document, figures: document.figures } };
  }
  throw new RingfenceError(
    "config",
    `${path} is no result of a bench, of a version that this ringfence reads: ` +
      `measure again with "${commandName()} bench <kind>", and take its ${RESULT}`,
  );
}
