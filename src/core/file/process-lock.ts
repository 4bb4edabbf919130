/**
 * Which process has something, so that no other takes it meanwhile. Each that wants it listens at a socket of its own
 * beside those of the others, and then asks whether any of them answers: of two at a time one sees the other. The
 * system closes a socket with its process, in whatever container that is, where numbers of processes say nothing; a
 * name at which nobody answers is of one that was killed. Other machines that have the folder (NFS) do not see it.
 */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { errorCode, RingfenceError } from "../errors.ts";
import { beginningOf, isAlive } from "../process-life.ts";
import { printable } from "../terminal/printable.ts";
import { diskError } from "./atomic-file.ts";

const ID_BYTES = 6;
const IS_ID = /^\.[\da-f]{12}$/;
/** Of the name of a socket, on every system. */
const MAX_SOCKET_BYTES = 100;
/** File systems that have no sockets say one of these. */
const NO_SOCKETS: readonly string[] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "EINVAL", "ENOSYS"];

export class ProcessLock {
  readonly #path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.#path = path;
    this.#server = server;
  }

  /**
   * `path`: of a file that comes to have our number, for people. Throws RingfenceError "io" where a living process has
   * it, or where it cannot be written. `what`: is had, in words; `remedy`: what to do but end that process; `option`:
   * named the folder.
   */
  static async take(path: string, what: string, remedy: string, option = "--out"): Promise<ProcessLock> {
    const id = `.${randomBytes(ID_BYTES).toString("hex")}`;
    let server: Server | null = null;
    try {
      // Else of a folder that is not there a socket says that permission is denied.
      statSync(dirname(path));
      const own = await listenBeside(path, id);
      ({ server } = own);
      if (await isHad(own.place, id))
        throw new RingfenceError("io", `${holderWords(path, what)}: end it, or ${remedy}`);
      writeFileSync(path, `${process.pid} ${beginningOf(process.pid) ?? ""}`, { mode: 0o600 });
      return new ProcessLock(path, own.server);
    } catch (error) {
      server?.close();
      throw error instanceof RingfenceError ? error : diskError("write to", dirname(path), error, option);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
    // The name goes with it.
    this.#server.close();
  }
}

async function listenBeside(path: string, id: string): Promise<{ readonly place: string; readonly server: Server }> {
  try {
    if (Buffer.byteLength(path + id) <= MAX_SOCKET_BYTES) return { place: path, server: await listen(path + id) };
  } catch (error) {
    if (!NO_SOCKETS.includes(errorCode(error))) throw error;
  }
  // Known by its folder, wherever that is mounted. Containers with temporary folders of their own do not see it there.
  const { dev, ino } = statSync(dirname(path));
  const name = createHash("sha256")
    .update(`${dev} ${ino} ${basename(path)}`)
    .digest("hex")
    .slice(0, 16);
  const place = join(tmpdir(), `ringfence-${name}`);
  return { place, server: await listen(place + id) };
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  // One that cannot be taken in is answered by the system all the same.
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

function holderWords(path: string, what: string): string {
  let [number, began]: (string | undefined)[] = [];
  try {
    [number, began] = readFileSync(path, "utf8").split(" ");
  } catch {
    // It has just begun.
  }
  const isHere = /^\d{1,10}$/.test(number ?? "") && isAlive(Number(number), began || null);
  return `${printable(path)}: ${isHere ? `process ${number}` : "a process, perhaps of another container,"} has ${what}`;
}
