#!/usr/bin/env node
/** The process of the command line: V8's settings, and output that nobody takes. */
import { fstatSync } from "node:fs";
import type { Writable } from "node:stream";
import { ERROR_EXIT_CODES } from "../core/errors.ts";
import { writeAll } from "../core/file/atomic-file.ts";
import { printToStderr } from "../core/module/user-modules.ts";
import { keepForPrint, print } from "../core/terminal/print.ts";
import { report, runProgram } from "./program.ts";
import { setV8Flags } from "./v8-flags.ts";

// A reader that closes the pipe early (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  print(process.stderr, `ringfence: cannot write to standard output: ${error.message}\n`);
  process.exit(ERROR_EXIT_CODES.io);
});
reportShortWrites(process.stdout);
// Lost remarks are no reason to lose a result.
process.stderr.on("error", () => {});
keepForPrint(process.stdout, process.stderr);
printToStderr();
setV8Flags();
// Late errors, for example of a promise that nobody awaits; a module's are blamed on it, as everywhere.
process.on("uncaughtException", (error) => process.exit(report(error)));
process.exitCode = await runProgram(process.argv);

/**
 * Makes standard output, or whatever goes to `fd`, report what a file did not take: Node writes once to a file and
 * passes over how much of it was taken. Pipes and terminals are left as they are.
 */
function reportShortWrites(stream: Writable & { readonly fd: number }): void {
  // Node opens descriptors that were closed.
  if (!fstatSync(stream.fd).isFile()) return;
  stream._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      writeAll(stream.fd, chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}
