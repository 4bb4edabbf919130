/**
 * Which process has something, so that no other takes it meanwhile. It listens at a socket in a folder, which the
 * system closes with it, also in another container, where numbers of processes say nothing: where nobody answers, the
 * process was killed. Other machines that have the folder (NFS) do not see it.
 */
import { createHash } from "node:crypto";
import { rmSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, RingfenceError } from "../errors.ts";
import { printable } from "../terminal/printable.ts";
import { within } from "../time.ts";
import { diskError } from "./disk-error.ts";

/** Of the name of a socket, on every system. */
const MAX_SOCKET_BYTES = 100;
/** Two that find a dead one's socket at a time: the later one removes the socket of the other by then. */
const SETTLE_MS = 50;
/** It may be busy; that it takes the connection says enough. */
const ANSWER_MS = 500;

/**
 * `path`: of the socket; `what` it has, in words; `remedy`: what else to do; `option` named the folder. Returns how to
 * give it back. Throws RingfenceError "io" where a living process has it, or the folder cannot be written.
 */
export async function takeLock(path: string, what: string, remedy: string, option = "--out"): Promise<() => void> {
  const refuse = (holder: string): never => {
    throw new RingfenceError("io", `${printable(path)}: ${holder} has ${what}: end it, or ${remedy}`);
  };
  try {
    const socket = socketOf(path);
    let server = await listen(socket);
    if (server === null) {
      const holder = await holderOf(socket);
      if (holder !== null) refuse(holder);
      rmSync(socket, { force: true });
      server = await listen(socket);
    }
    if (server === null) return refuse("another process");
    const { ino } = statSync(socket);
    await sleep(SETTLE_MS);
    if (statSync(socket, { throwIfNoEntry: false })?.ino === ino) return () => void server.close();
    server.close();
    return refuse("another process");
  } catch (error) {
    throw error instanceof RingfenceError ? error : diskError("write to", dirname(path), error, option);
  }
}

/** Where the name is too long for a socket, in the temporary folder, by the identity of its folder. */
function socketOf(path: string): string {
  const { dev, ino } = statSync(dirname(path));
  if (Buffer.byteLength(path) <= MAX_SOCKET_BYTES) return path;
  const name = createHash("sha256")
    .update(`${dev} ${ino} ${basename(path)}`)
    .digest("hex");
  return join(tmpdir(), `ringfence-${name.slice(0, 16)}`);
}

function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.on("error", () => {}).end(String(process.pid))).unref();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => (errorCode(error) === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(path, () => resolve(server));
  });
}

async function holderOf(path: string): Promise<string | null> {
  try {
    const number = await within(text(connect(path)), ANSWER_MS);
    return number === null ? "another process" : `process ${printable(number)}`;
  } catch (error) {
    return ["ECONNREFUSED", "ENOENT"].includes(errorCode(error)) ? null : "another process";
  }
}
