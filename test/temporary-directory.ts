/**
 * Gives a run of the tests a temporary directory of its own, in which all of its processes find themselves. What is
 * left in it at the end is named, and fails the run: nobody would see it otherwise, and there would be more each day.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the two tiers run together, each loads this file, and the second is in the directory of the first. */
const MADE = "RINGFENCE_TESTS_DIRECTORY";

/** Returns what is to be done once all tests are over. */
export default function ownTemporaryDirectory(): () => void {
  if (process.env[MADE] !== undefined) return () => {};
  // A short name: the sockets of a browser are in there, whose paths have a limit of some hundred characters.
  const directory = mkdtempSync(join(tmpdir(), "rf-"));
  // TEMP is what Windows goes by.
  for (const name of ["TMPDIR", "TEMP", MADE]) process.env[name] = directory;
  return () => {
    const left = readdirSync(directory).toSorted();
    rmSync(directory, { recursive: true });
    if (left.length === 0) return;
    console.error(`FAILED: tests, or what they start, left in the temporary directory: ${left.join(", ")}`);
    // Vitest prints an error that is thrown here, and ends well all the same.
    process.exitCode = 1;
  };
}
