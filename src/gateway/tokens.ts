/** The two tokens: `screen` for events, `feed` for all else. */
import { statSync } from "node:fs";
import { bearerAuth } from "hono/bearer-auth";
import type { MiddlewareHandler } from "hono";
import { readBounded } from "../core/file/bounded-file.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";

export const ROLES = ["screen", "feed"] as const;
export type Role = (typeof ROLES)[number];
export type Tokens = Readonly<Record<Role, string>>;

const TOKEN = /^[\w.~+/-]{20,}=*$/;

/**
 * Reads two lines, `screen TOKEN` and `feed TOKEN`. Throws RingfenceError: "io" where the file cannot be read, "config"
 * where others may read it too, or its lines are wrong. Messages show no token.
 */
export function readTokens(path: string): Tokens {
  const fail = (expected: string): never => {
    throw new RingfenceError("config", `${printable(path)}: expected ${expected}`);
  };
  const text = readBounded(path, 1 << 16).toString("utf8");
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    fail(`a file that only its owner may read: chmod 600 ${printable(path)}`);
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const found = new Map(lines.map((line) => line.trim().split(/\s+/, 2) as [string, string]));
  const [screen = "", feed = ""] = ROLES.map((role) => found.get(role));
  if (lines.length !== 2 || !TOKEN.test(screen) || !TOKEN.test(feed)) {
    fail("two lines, screen TOKEN and feed TOKEN, of 20 characters or more (openssl rand -hex 32)");
  }
  if (screen === feed) fail("two different tokens");
  return { screen, feed };
}

const WRONG = { error: "expected a header Authorization: Bearer TOKEN, with the token of this gateway for this route" };

/** Without tokens (on loopback) everybody may ask. */
export function authorised(tokens: Tokens | null, role: Role): MiddlewareHandler {
  if (tokens === null) return async (_, next) => next();
  return bearerAuth({
    token: tokens[role],
    noAuthenticationHeader: { message: WRONG },
    invalidAuthenticationHeader: { message: WRONG },
    invalidToken: { message: WRONG },
  });
}
