/** Bytes that are written wholly, or not without an error: a disk that is full takes a part of them at first. */
import { writeSync } from "node:fs";

/** Writes all of `bytes`. Throws the system's error, ENOSPC for example, where the disk takes no more. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}
