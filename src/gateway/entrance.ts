/** Where a gateway listens: at an address that it may have, with tokens and TLS where others can reach it. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { messageOf, RingfenceError } from "../core/errors.ts";
import { readBounded } from "../core/file/bounded-file.ts";
import { isLoopback } from "../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, listen, type Tls, urlOf } from "../core/http/limited-server.ts";
import { printable } from "../core/terminal/printable.ts";
import type { Peer } from "./door.ts";
import type { GatewayOptions } from "./settings.ts";
import { Tokens } from "./tokens.ts";

const MAX_PEM_BYTES = 1 << 20;
/** In which requests that were taken must be answered, at the end. */
const CLOSE_MS = 5000;
const IDLE_MS = 20;
/** In which a body must arrive, and a line of a stream that has begun. */
export const ARRIVAL_MS = 10_000;

/** Answers a request, as the app of the gateway does. */
type Answering = (request: Request, connection: Peer) => Response | Promise<Response>;

export class Entrance {
  readonly #settings: GatewayOptions;
  readonly #tls: Tls | undefined;
  /** Null: on loopback, whoever asks may. */
  readonly tokens: Tokens | null;

  /**
   * Throws RingfenceError: "usage" where others could reach it without tokens or TLS; "config" and "io" for files that
   * cannot be used.
   */
  constructor(settings: GatewayOptions) {
    this.#settings = settings;
    this.tokens = settings.tokens === undefined ? null : Tokens.read(settings.tokens);
    this.#tls = tlsOf(settings);
    refuseExposure(settings, this.tokens, this.#tls);
  }

  /** Throws RingfenceError "io" for an address that cannot be had. */
  async open(
    answer: Answering,
    onFault: (fault: unknown) => void,
  ): Promise<{ readonly url: string; end(): Promise<void> }> {
    const { host, port, connections } = this.#settings;
    // Bodies and streams have limits of their own.
    const limits = { ...CONNECTIONS, max: connections, requestMs: 0 };
    const server = createLimitedServer(limits, answer, onFault, this.#tls);
    await listen(server, host, port);
    const url = urlOf(host, (server.address() as AddressInfo).port);
    return { url: this.#tls === undefined ? url : url.replace(/^http:/, "https:"), end: () => ended(server) };
  }
}

function tlsOf({ tlsCert, tlsKey }: GatewayOptions): Tls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new RingfenceError("usage", "TLS needs both gateway.tlsCert and gateway.tlsKey");
  }
  const tls = { cert: readBounded(tlsCert, MAX_PEM_BYTES), key: readBounded(tlsKey, MAX_PEM_BYTES) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new RingfenceError(
      "config",
      `gateway.tlsCert ${printable(tlsCert)}, gateway.tlsKey ${printable(tlsKey)}: expected a certificate and the key ` +
        `of it, both in PEM: ${messageOf(cause)}`,
      { cause },
    );
  }
  return tls;
}

/** Whoever can reach it could have events screened, and list numbers. */
function refuseExposure({ host, behindProxy }: GatewayOptions, tokens: Tokens | null, tls: Tls | undefined): void {
  if (isLoopback(host)) return;
  if (tokens === null) {
    throw new RingfenceError(
      "usage",
      `gateway.host ${host}: others can reach this address: name a file of tokens with gateway.tokens`,
    );
  }
  if (tls === undefined && !behindProxy) {
    throw new RingfenceError(
      "usage",
      `gateway.host ${host}: tokens would pass in the clear: name gateway.tlsCert and gateway.tlsKey, or state ` +
        "gateway.behindProxy=true where a proxy adds TLS",
    );
  }
}

/** Resolves when all that was asked is answered, or after a while. */
async function ended(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // One is idle once its answer is out, and its client may keep it for what comes next.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
