/** The server of the live page: hands out the page, starts runs, and streams them (protocol.ts). */
import { setMaxListeners } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RingfenceError } from "../core/errors.ts";
import { createApp } from "./app.ts";
import { type PageFile, readPageFiles } from "./page-files.ts";
import { RUN_LIST_DEFAULTS, RunList, type RunListOptions } from "./run-list.ts";
import { ScenarioShelf } from "./scenario-shelf.ts";

export interface ServeOptions extends Pick<RunListOptions, "workers" | "reproduce" | "onFault"> {
  /** A shipped scenario, or the path of a file, and the seed: what the page begins with. */
  readonly scenario: string;
  readonly seed: number;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** For tests. */
  readonly limits?: Partial<Pick<RunListOptions, keyof typeof RUN_LIST_DEFAULTS>>;
  readonly page?: ReadonlyMap<string, PageFile>;
}

export interface PageServer {
  /** Where the page is. */
  readonly url: string;
  readonly port: number;
  /** Ends runs, streams and connections. */
  close(): Promise<void>;
}

/** Connections at a time, streams included. */
const MAX_CONNECTIONS = 256;

/** Listens. Throws RingfenceError: "config" or "usage" for the scenario, "io" where the page is missing or the address cannot be had. */
export async function servePage(options: ServeOptions): Promise<PageServer> {
  const { host, port, scenario, seed, page = readPageFiles(), limits } = options;
  const shelf = new ScenarioShelf(scenario, seed);
  const runs = new RunList({ ...RUN_LIST_DEFAULTS, ...limits, ...options });
  const closing = new AbortController();
  // One for each stream.
  setMaxListeners(MAX_CONNECTIONS, closing.signal);
  const app = createApp({ host, page, runs, shelf, closing: closing.signal, onFault: options.onFault });
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await listen(server, host, port);
  } catch (cause) {
    await runs.close();
    throw cause;
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/`,
    port: bound,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await runs.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(describeFailure(cause, host, port)));
    server.listen(port, host, resolve);
  });
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
