/**
 * Who may talk to the server: pages that it served itself, and programs on this machine. A page from elsewhere could
 * reach it through a name of its own that leads here (DNS rebinding), so names are checked; or send requests blindly,
 * so origins are.
 */
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The page has no inline script or style, loads nothing from elsewhere, and is shown in no frame. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
    "frame-ancestors 'none'; form-action 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // An answer that may be stored says so itself.
  "Cache-Control": "no-store",
};
const EACH = Object.entries(HEADERS);

const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Also IPv4 within IPv6. */
const LOOPBACK_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/** Whether only this machine can reach a server that listens on `host`, however that is written. */
export function isLoopback(host: string): boolean {
  const name = nameOf(host);
  return LOOPBACK_NAMES.includes(name) || LOOPBACK_ADDRESS.test(name);
}

/** For every answer, errors too. Set before the answer, unlike hono, which takes ten times as long. */
export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    for (const [name, value] of EACH) context.header(name, value);
    await next();
  };
}

const FROM_ELSEWHERE = "a page from elsewhere may not talk to this server: open the page that it serves itself";

/**
 * Refuses names that are not this server's, other origins, and changes that a form could ask for. `types`: of the body
 * of a POST or PUT; a form has none of them. `names`: of a proxy in front.
 */
export function guard(
  host: string,
  types: readonly string[] = ["application/json"],
  names: readonly string[] = [],
): MiddlewareHandler {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return async (context, next) => {
    const { method } = context.req;
    const named = context.req.header("host") ?? "";
    if (!isOwnName(named, host) && !known.has(named.toLowerCase().replace(/:\d+$/, ""))) {
      const words = `this server does not go by the name "${named.slice(0, 255)}": open it as ${nameOf(host)}`;
      return refuse(context, 403, words);
    }
    const origin = context.req.header("origin");
    // A proxy may add TLS.
    const isOwnOrigin = origin === undefined || [`http://${named}`, `https://${named}`].includes(origin);
    const site = context.req.header("sec-fetch-site") ?? "none";
    const isOwnSite = ["GET", "HEAD"].includes(method) || ["same-origin", "none"].includes(site);
    if (!isOwnOrigin || !isOwnSite) return refuse(context, 403, FROM_ELSEWHERE);
    if (["POST", "PUT"].includes(method) && !types.includes(mediaType(context.req.header("content-type")))) {
      return refuse(context, 415, `expected a body of type ${types.join(" or ")}`);
    }
    return next();
  };
}

function mediaType(written = ""): string {
  return written.split(";", 1)[0]!.trim().toLowerCase();
}

export function refuse(context: Context, status: ContentfulStatusCode, error: string): Response {
  return context.json({ error }, status);
}

/** The port may be another where somebody forwards it; a name from elsewhere cannot pass for this machine. */
function isOwnName(named: string, host: string): boolean {
  const name = named.toLowerCase().replace(/:\d+$/, "");
  if (LOOPBACK_NAMES.includes(name) || name === nameOf(host) || name === bracketed(host)) return true;
  // A server that listens to everybody is known by each of its addresses, and an address is no name.
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
