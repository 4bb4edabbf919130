/** An HTTP server that answers by a function, and ends in order. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener, type HttpBindings, RequestError } from "@hono/node-server";
import { RingfenceError } from "../errors.ts";
import { HEADERS } from "./guard.ts";

export interface OpenServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more, answers what was asked, and ends; connections that last longer are cut. */
  close(): Promise<void>;
}

interface ServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly answer: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
  readonly onFault: (fault: unknown) => void;
  /** In which the headers of a request must arrive, and after which a connection without a request ends. */
  readonly idleMs?: number | undefined;
  /** In which a request must arrive whole; 0: the answer sees to that. Left out: twice `idleMs`. */
  readonly requestMs?: number;
  /** At the end, what is to be over before connections are cut. */
  readonly end?: () => Promise<void> | void;
  /** In which requests must be answered at the end. */
  readonly closeMs?: number;
}

const IDLE_MS = 5000;
const CLOSE_LOOK_MS = 20;

/** Throws RingfenceError "io" for an address that cannot be had. */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const {
    host,
    port,
    answer,
    onFault,
    idleMs = IDLE_MS,
    requestMs = 2 * idleMs,
    end = () => {},
    closeMs = 0,
  } = options;
  const errorHandler = (fault: unknown): Response => {
    const headers = { ...HEADERS, Connection: "close" };
    if (fault instanceof RequestError) {
      const error =
        "this is no request that can be answered: expected a path, and a Host header with this server's name";
      return Response.json({ error }, { status: 400, headers });
    }
    onFault(fault);
    return Response.json({ error: "something went wrong: see the server's own output" }, { status: 500, headers });
  };
  const times = { connectionsCheckingInterval: idleMs / 5, headersTimeout: idleMs, keepAliveTimeout: idleMs };
  const listen = getRequestListener((request, bindings) => answer(request, bindings as HttpBindings), { errorHandler });
  // A request without a host is answered above.
  const answers = new WeakMap<Duplex, ServerResponse>();
  const server = createServer({ ...times, requestTimeout: requestMs, requireHostHeader: false });
  // Whatever a client expects: Node's own refusal has none of our headers.
  for (const event of ["request", "checkExpectation"] as const) {
    server.on(event, (incoming: IncomingMessage, outgoing: ServerResponse) => {
      answers.set(incoming.socket, outgoing);
      void listen(incoming, outgoing);
    });
  }
  server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket) => {
    const { headersSent = false, writableFinished = false } = answers.get(socket) ?? {};
    // In the middle of another answer nothing can be said.
    if (socket.writable && !(headersSent && !writableFinished)) socket.write(unreadable(code));
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(describeFailure(cause, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/`,
    port: bound,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await end();
      // A connection is idle once its answer is out, and its client may keep it for the next request.
      const idle = setInterval(() => server.closeIdleConnections(), CLOSE_LOOK_MS);
      const timer = setTimeout(() => server.closeAllConnections(), closeMs);
      await closed;
      clearInterval(idle);
      clearTimeout(timer);
    },
  };
}

/** For what Node cannot read as a request: its own answers have none of our headers. */
function unreadable(code: string): string {
  const [status, error] = UNREADABLE[code] ?? ["400 Bad Request", "this is no request of HTTP/1.1"];
  const body = JSON.stringify({ error });
  const headers = {
    ...HEADERS,
    "Content-Type": "application/json",
    "Content-Length": body.length,
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}

const UNREADABLE: Readonly<Record<string, readonly [status: string, error: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "the headers of the request are too large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["413 Payload Too Large", "the extensions of a chunk are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "the request did not arrive in time"],
};

function describeFailure(cause: NodeJS.ErrnoException, host: string, port: number): RingfenceError {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${host} is taken: give another with --port, or 0 for any that is free`,
    EACCES: `port ${port} of ${host} may not be used by this user: give one from 1024 on with --port`,
    EADDRNOTAVAIL: `this machine has no address ${host}: give one of its own with --host, or leave it out for 127.0.0.1`,
    ENOTFOUND: `there is no host ${host}: give an address of this machine with --host, or leave it out for 127.0.0.1`,
  };
  const words = why[cause.code ?? ""] ?? `cannot listen on ${host}:${port}: ${cause.message}`;
  return new RingfenceError("io", words, { cause });
}
