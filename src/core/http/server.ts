/** An HTTP server that answers by a function, and ends in order. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
      const error = "expected a path, and a Host header with this server's name";
      return Response.json({ error }, { status: 400, headers });
    }
    onFault(fault);
    return Response.json({ error: "something went wrong: see the server's own output" }, { status: 500, headers });
  };
  const times = { connectionsCheckingInterval: idleMs / 5, headersTimeout: idleMs, keepAliveTimeout: idleMs };
  const listen = getRequestListener((request, bindings) => answer(request, bindings as HttpBindings), { errorHandler });
  // What cannot be read as a request is refused by Node.
  const server = createServer({ ...times, requestTimeout: requestMs }, (incoming, outgoing) => {
    void listen(incoming, outgoing);
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
