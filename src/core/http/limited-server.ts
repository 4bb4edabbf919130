/** An HTTP server that keeps few connections, and none for doing nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { RingfenceError } from "../errors.ts";
import { Connection } from "./connection.ts";

export const CONNECTIONS = {
  /** At a time, streams included. */
  max: 256,
  /** After which one that has asked for nothing, or for nothing more, is dropped; streams live on. */
  idleMs: 5000,
  /**
   * After which one that has not taken all that waited for it is dropped, streams too. The most that waits is a script:
   * a link of 5 KB/s will do.
   */
  stuckMs: 30_000,
  /** After which such a one loses its place to somebody who finds none. */
  behindMs: 5000,
  /** How often is looked for such ones. */
  lookMs: 1000,
};

export type ConnectionLimits = typeof CONNECTIONS & {
  /** In which a request must arrive whole; 0: who answers sees to that. Left out: twice `idleMs`. */
  readonly requestMs?: number;
};

/** A certificate and its key, in PEM. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

function refuseEarly(status: 400 | 500 | 503, error: string): Response {
  return Response.json({ error }, { status, headers: { "Cache-Control": "no-store", Connection: "close" } });
}

/** Connections beyond the limit that are still told about it; any more are closed without a word. */
const TOLD_OF_LIMIT = 32;

/**
 * Connections are few, and none is kept for doing nothing, or for not reading: whoever holds them would keep everybody
 * else out.
 */
export function createLimitedServer(
  { max, idleMs, stuckMs, behindMs, lookMs, requestMs = 2 * idleMs }: ConnectionLimits,
  answer: (request: Request, connection: Connection) => Response | Promise<Response>,
  onFault: (fault: unknown) => void,
  tls?: Tls,
): Server {
  const errorHandler = (fault: unknown): Response => {
    if (fault instanceof RequestError) {
      return refuseEarly(
        400,
        "this is no request that can be answered: expected a path, and a Host header with the name of this server",
      );
    }
    onFault(fault);
    return refuseEarly(500, "something went wrong: see the server's own output");
  };
  const connections = new Map<Socket, Connection>();
  const listener = getRequestListener(
    (request, { incoming }) => answer(request, connections.get(incoming.socket as Socket)!),
    { errorHandler },
  );
  const refuse = getRequestListener(
    () =>
      refuseEarly(
        503,
        `as many connections as may be are open, ${max}: close other pages of this server, or wait some seconds`,
      ),
    { errorHandler },
  );
  // A request may take as long again to arrive.
  const patience = { idle: (2 * idleMs) / lookMs, stuck: stuckMs / lookMs, behind: behindMs / lookMs };
  const beyond = new WeakSet<Socket>();
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    const respond = beyond.has(socket) ? refuse : listener;
    connections.get(socket)?.take(response, () => void respond(request, response));
  };
  const options = {
    connectionsCheckingInterval: lookMs,
    headersTimeout: idleMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    // One without is answered above, as one with a name that is none.
    requireHostHeader: false,
  };
  const server: Server =
    tls === undefined
      ? createServer(options, take)
      : createTlsServer({ ...options, ...tls, handshakeTimeout: idleMs, minVersion: "TLSv1.2" }, take);
  // Node would answer these itself, however many there are.
  server.on("checkExpectation", take);
  // By TLS, a request comes by the socket that deciphers.
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    if (connections.size >= max) beyond.add(socket);
    connections.set(socket, new Connection(socket, patience));
    socket.on("close", () => connections.delete(socket));
  });
  server.on("listening", () => {
    const watchman = setInterval(() => {
      for (const connection of connections.values()) connection.look();
    }, lookMs);
    server.on("close", () => clearInterval(watchman));
  });
  server.maxConnections = max + TOLD_OF_LIMIT;
  return server;
}

export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(describeFailure(cause, host, port)));
    server.listen(port, host, resolve);
  });
}

export interface OpenServer {
  readonly url: string;
  readonly port: number;
  /** Ends its connections, too. */
  close(): Promise<void>;
}

/** Listens; port 0: any that is free. `end`: what is to be over before connections end. Throws RingfenceError "io". */
export async function openServer(
  server: Server,
  host: string,
  port: number,
  end = (): Promise<void> | void => {},
): Promise<OpenServer> {
  await listen(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: urlOf(host, bound),
    port: bound,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await end();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}

function describeFailure(cause: NodeJS.ErrnoException, host: string, port: number): RingfenceError {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${host} is taken: give another with --port, or 0 for any that is free`,
    EACCES: `port ${port} of ${host} may not be used by this user: give one from 1024 on with --port`,
    EADDRNOTAVAIL: `this machine has no address ${host}: give one of its own with --host, or leave it out for 127.0.0.1`,
    ENOTFOUND: `there is no host ${host}: give an address of this machine with --host, or leave it out for 127.0.0.1`,
  };
  return new RingfenceError("io", why[cause.code ?? ""] ?? `cannot listen on ${host}:${port}: ${cause.message}`, {
    cause,
  });
}
