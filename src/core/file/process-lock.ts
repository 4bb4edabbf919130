/**
 * Which process has something, so that no other takes it meanwhile. Each that wants it listens at a socket of its own
 * beside the others, and then asks whether any of them answers: of two at a time one sees the other. The system closes
 * a socket with its process, also in another container, where numbers of processes say nothing; where nobody answers,
 * the process was killed. Other machines that have the folder (NFS) do not see it.
 */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { errorCode, RingfenceError } from "../errors.ts";
import { printable } from "../terminal/printable.ts";
import { diskError } from "./disk-error.ts";

const IS_ID = /^\.[\da-f]{12}$/;
/** Of the name of a socket, on every system. */
const MAX_SOCKET_BYTES = 100;

export class ProcessLock {
  readonly #path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.#path = path;
    this.#server = server;
  }

  /**
   * `path`: of a file with the number of the process, for people; `what` it has, in words; `remedy`: what else to do
   * than to end that process; `option`: named the folder. Throws RingfenceError "io" where a living process has it, or
   * where it cannot be written.
   */
  static async take(path: string, what: string, remedy: string, option = "--out"): Promise<ProcessLock> {
    const id = `.${randomBytes(6).toString("hex")}`;
    let server: Server | null = null;
    try {
      const place = socketPlaceOf(path, id);
      server = await listen(place + id);
      if (await isHad(place, id)) throw new RingfenceError("io", `${holderOf(path)} has ${what}: end it, or ${remedy}`);
      writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
      return new ProcessLock(path, server);
    } catch (error) {
      server?.close();
      throw error instanceof RingfenceError ? error : diskError("write to", dirname(path), error, option);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
    // The name of the socket goes with it.
    this.#server.close();
  }
}

/** Beside `path`; where that is too long for a socket, in the temporary folder, by the identity of its folder. */
function socketPlaceOf(path: string, id: string): string {
  const { dev, ino } = statSync(dirname(path));
  if (Buffer.byteLength(path + id) <= MAX_SOCKET_BYTES) return path;
  const name = createHash("sha256")
    .update(`${dev} ${ino} ${basename(path)}`)
    .digest("hex")
    .slice(0, 16);
  return join(tmpdir(), `ringfence-${name}`);
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  // The system answers those that cannot be taken in.
  return server.on("error", () => {});
}

/** Whether another listens; names of the dead are removed. */
async function isHad(place: string, own: string): Promise<boolean> {
  const [folder, name] = [dirname(place), basename(place)];
  const ids = readdirSync(folder).flatMap((file) => (file.startsWith(name) ? [file.slice(name.length)] : []));
  // Removed by one that came between name and listening: it has it now.
  let had = !ids.includes(own);
  for (const id of ids.filter((one) => one !== own && IS_ID.test(one))) {
    if (await answers(place + id)) had = true;
    else rmSync(place + id, { force: true });
  }
  return had;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    }).once("error", (error) => resolve(!["ECONNREFUSED", "ENOENT"].includes(errorCode(error))));
  });
}

function holderOf(path: string): string {
  let number = "";
  try {
    number = readFileSync(path, "utf8").trim();
  } catch {
    // It has just begun.
  }
  return `${printable(path)}: ${/^\d{1,10}$/.test(number) ? `process ${number}` : "another process"}`;
}
