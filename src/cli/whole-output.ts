/** Standard output that was taken wholly, or not without an error. */
import { fstatSync } from "node:fs";
import type { Writable } from "node:stream";
import { writeAll } from "../core/file/atomic-file.ts";

/**
 * Makes standard output, or whatever goes to `fd`, report what a file did not take: Node writes once to a file and
 * passes over how much of it was taken. Pipes and terminals are left as they are.
 */
export function reportShortWrites(stream: Writable & { readonly fd: number }): void {
  if (!isFile(stream.fd)) return;
  stream._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      writeAll(stream.fd, chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

/** A descriptor that was closed is none. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
