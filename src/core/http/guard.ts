/**
 * Who may talk to the server: pages that it served itself, and programs on this machine. A page from elsewhere could
 * reach it through a name of its own that leads here (DNS rebinding), so names are checked; or send requests blindly,
 * so origins are.
 */
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";

/** The page has no inline script or style, loads nothing from elsewhere, and is shown in nobody's frame. */
const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
    "frame-ancestors 'none'; form-action 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** An answer that may be stored says so itself. */
const NO_STORE = Object.entries({ ...HEADERS, "Cache-Control": "no-store" });

const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Those of IPv4 within IPv6 too. */
const LOOPBACK_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/** Whether only this machine can reach a server that listens on `host`, however that is written. */
export function isLoopback(host: string): boolean {
  const name = nameOf(host);
  return LOOPBACK_NAMES.includes(name) || LOOPBACK_ADDRESS.test(name);
}

/** Headers for every answer of the routes, errors too. */
export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    // Before the answer, which takes them along: one that is changed once it is made takes ten times as long.
    for (const [name, value] of NO_STORE) context.header(name, value);
    await next();
  };
}

export interface GuardOptions {
  /** Types that the body of a POST or PUT may have; left out: JSON. A form has none of them. */
  readonly types?: readonly string[];
  /** Names that the server goes by, beside those of `host`: that of a proxy in front of it. */
  readonly names?: readonly string[];
  /** Of the pages that the server hands out, as browsers see it. */
  readonly scheme?: "http" | "https";
}

const FROM_ELSEWHERE = "a page from elsewhere may not talk to this server: open the page that it serves itself";

const JSON_ALONE: readonly string[] = ["application/json"];

/** Refuses names that are not this server's, other origins, and changes that a form could ask for. */
export function guard(
  host: string,
  { types = JSON_ALONE, names = [], scheme = "http" }: GuardOptions = {},
): MiddlewareHandler {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return async (context, next) => {
    const named = context.req.header("host") ?? "";
    if (!isOwnName(named, host) && !known.has(named.toLowerCase().replace(/:\d+$/, ""))) {
      return refuse(
        context,
        403,
        `this server does not go by the name "${named.slice(0, 255)}": open it as ${nameOf(host)}`,
      );
    }
    const origin = context.req.header("origin");
    if (origin !== undefined && origin !== `${scheme}://${named}`) {
      return refuse(context, 403, FROM_ELSEWHERE);
    }
    if (asksForWebSocket(context.req.header("upgrade"))) {
      return refuse(
        context,
        501,
        "this server speaks no WebSocket: what streams does so by HTTP, as server-sent events or lines",
      );
    }
    const site = context.req.header("sec-fetch-site");
    if (!isReading(context.req.method) && site !== undefined && site !== "same-origin" && site !== "none") {
      return refuse(context, 403, FROM_ELSEWHERE);
    }
    if (
      ["POST", "PUT"].includes(context.req.method) &&
      !types.includes(mediaType(context.req.header("content-type")))
    ) {
      return refuse(context, 415, `expected a body of type ${types.join(" or ")}`);
    }
    return next();
  };
}

function isReading(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** Without what follows it, a character set say. */
function mediaType(written = ""): string {
  const end = written.indexOf(";");
  return (end < 0 ? written : written.slice(0, end)).trim().toLowerCase();
}

export function refuse(
  context: Context,
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 501 | 503,
  error: string,
): Response {
  return context.json({ error }, status);
}

/** The same for what does not get as far as the routes. */
export function refuseEarly(status: 400 | 500 | 503, error: string): Response {
  const headers = { ...HEADERS, "Cache-Control": "no-store", Connection: "close" };
  return Response.json({ error }, { status, headers });
}

/**
 * Any other protocol is a wish that a server may pass over (RFC 9110, 7.8), as it does of h2c, with which curl begins;
 * who asks for this one has no use for an answer without it.
 */
function asksForWebSocket(upgrade: string | undefined): boolean {
  return upgrade !== undefined && /(^|,)\s*websocket\b/i.test(upgrade);
}

/** The port may be another where somebody forwards it; a name from elsewhere cannot pass for this machine. */
function isOwnName(named: string, host: string): boolean {
  const name = named.toLowerCase().replace(/:\d+$/, "");
  if (LOOPBACK_NAMES.includes(name) || name === nameOf(host) || name === bracketed(host)) return true;
  // Whoever listens to everybody is known by each of its addresses, and an address is no name.
  return !isLoopback(host) && isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

/** As browsers write it: in small letters, with addresses in full. */
function nameOf(host: string): string {
  try {
    return new URL(`http://${bracketed(host)}`).hostname;
  } catch {
    return bracketed(host);
  }
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
