/** Who may ask for what: a file of tokens, each with a name and its roles. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readBounded } from "../core/file/bounded-file.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";

/** To have events screened; to tell of complaints, list, and decide cases; to read cases, explanations and metrics. */
export const ROLES = ["screen", "feed", "read"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the journal names them. */
export interface Client {
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
}

/** On loopback without tokens. */
export const ANYBODY: Client = { name: "local", roles: new Set(ROLES) };
/** What is no client has these in the journal. */
const OWN_NAMES: readonly string[] = [ANYBODY.name, "gateway", "rule", "signal"];

const MAX_FILE_BYTES = 1 << 16;
const MIN_TOKEN_UNITS = 20;
/** Permissions that others than the owner have. */
const OTHERS = 0o077;

export class Tokens {
  /** By the hash of a token: how long a look takes tells nothing of the tokens. */
  readonly #clients = new Map<string, Client>();
  /** By the same hash. */
  readonly #lines = new Map<string, number>();
  readonly #named = new Map<string, { readonly client: Client; readonly line: number }>();
  /** What is odd about them, for people. */
  readonly remarks: string[] = [];

  /**
   * Lines of NAME ROLES TOKEN. Throws RingfenceError: "io" where the file cannot be read, "config" where others may
   * read it, a line is none of these, two have one token, or one name with other roles. No message shows a token.
   */
  static read(path: string): Tokens {
    const tokens = new Tokens();
    const text = readBounded(path, MAX_FILE_BYTES).toString("utf8");
    if (process.platform !== "win32" && (statSync(path).mode & OTHERS) !== 0) {
      throw new RingfenceError("config", `${printable(path)}: others may read these tokens: chmod 600 it`);
    }
    for (const [at, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() !== "" && !line.startsWith("#")) tokens.#add(line.trim().split(/\s+/), path, at + 1);
    }
    if (tokens.#clients.size === 0)
      throw new RingfenceError("config", `${printable(path)}: expected a token, found none`);
    return tokens;
  }

  #add([name, written, token, ...more]: readonly string[], path: string, line: number): void {
    const fail = (expected: string): never => {
      throw new RingfenceError("config", `${printable(path)}:${line}: expected ${expected}`);
    };
    if (token === undefined || more.length > 0) return fail("NAME ROLES TOKEN, as: sbc screen 9f86d081884c7d65...");
    const roles = written!.split(",");
    const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);
    if (!roles.every(isRole)) return fail(`roles among ${ROLES.join(",")}`);
    if (token.length < MIN_TOKEN_UNITS)
      return fail(`a token of ${MIN_TOKEN_UNITS} characters or more (openssl rand -hex 32)`);
    const hash = hashOf(token);
    const before = this.#lines.get(hash);
    if (before !== undefined) return fail(`a token of its own: line ${before} has the same`);
    this.#lines.set(hash, line);
    if (OWN_NAMES.includes(name!))
      return fail(`a name of a client: the journal has ${name} for the gateway's own acts`);
    const known = this.#named.get(name!);
    const client = known?.client ?? { name: name!, roles: new Set(roles) };
    this.#clients.set(hash, client);
    if (known === undefined) this.#named.set(name!, { client, line });
    else if (ROLES.some((role) => roles.includes(role) !== client.roles.has(role))) {
      fail(`the roles of line ${known.line}, which has the same name, or another name`);
    } else {
      const both = `lines ${known.line} and ${line} are both ${printable(name!)}`;
      this.remarks.push(`${printable(path)}: ${both}: one client, with one rate and one name in the journal`);
    }
  }

  /** Whose token the header Authorization has; null: nobody's. */
  clientOf(authorization: string | undefined): Client | null {
    const [, scheme, given] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization ?? "") ?? [];
    if (scheme === undefined) return null;
    const token = scheme.toLowerCase() === "bearer" ? given! : passwordOf(given!);
    return this.#clients.get(hashOf(token)) ?? null;
  }
}

/** Of NAME:PASSWORD, whatever the name: some clients can put a token into their URL alone. */
function passwordOf(credentials: string): string {
  const written = Buffer.from(credentials, "base64").toString("latin1");
  return written.slice(written.indexOf(":") + 1);
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
