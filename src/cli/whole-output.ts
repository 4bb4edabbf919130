/** Bytes that are written wholly, or not without an error: a disk that is full takes a part of them at first. */
import { fstatSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";

/** Writes all of `bytes`. Throws the system's error, ENOSPC for example, where the disk takes no more. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

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
