/** What is at an address, before the client is told of it: it would wait, and could not say what is there instead. */
import { connect, type Socket } from "node:net";
import { RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";

const USUAL_PORT = 4222;
/** Characters of what is there instead. */
const SHOWN = 40;

/** Resolves once one of them greets. Throws RingfenceError "io": what each has instead. `mostMs`: in which it must. */
export async function greeted(servers: readonly URL[], mostMs: number): Promise<void> {
  const sockets: Socket[] = [];
  try {
    await Promise.any(servers.map((server) => greeting(server, mostMs, sockets)));
  } catch (error) {
    const found = (error as AggregateError).errors.map((one: Error) => one.message);
    throw new RingfenceError(
      "io",
      `--nats: expected a server of NATS, found ${found.join("; ")}: is the address right, and does the server run?`,
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** It speaks first: INFO, and what it is. */
function greeting({ hostname, host, port }: URL, mostMs: number, sockets: Socket[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || USUAL_PORT), hostname.replaceAll(/[[\]]/g, ""));
    sockets.push(socket);
    const end = (found: string): void => reject(new Error(`${found} at ${host}`));
    socket.setTimeout(mostMs, () => end(`nothing that speaks within ${mostMs / 1000} s`));
    socket.once("error", ({ message }) => end(`no answer (${printable(message)})`));
    socket.once("end", () => end("something that hangs up"));
    socket.once("data", (bytes) => {
      const said = bytes.toString("latin1", 0, SHOWN);
      if (said.startsWith("INFO {")) resolve();
      else end(`something that says ${JSON.stringify(printable(said))}`);
    });
  });
}
