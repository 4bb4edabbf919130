/** What the gateway does with every request: who may ask, how large and how often; one answer a key; the page. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { type ErrorCode, RingfenceError } from "../core/errors.ts";
import { guard, refuse, securityHeaders } from "../core/http/guard.ts";
import type { PageFile } from "../core/http/page-files.ts";
import { type Arrivals, Paces, type Rates } from "./load.ts";
import type { Metrics } from "./metrics.ts";
import { KANNEL_TYPES } from "./kannel.ts";
import { openApiDocument, OPERATIONS } from "./openapi.ts";
import { type Answer, MAX_KEY_UNITS, RepeatedAnswers } from "./repeated.ts";
import type { GatewayOptions } from "./settings.ts";
import { ANYBODY, type Client, type Role, type Tokens } from "./tokens.ts";

export interface DoorParts {
  readonly settings: GatewayOptions;
  /** Null: on loopback, whoever asks may. */
  readonly tokens: Tokens | null;
  readonly rates: Rates;
  readonly arrivals: Arrivals;
  readonly metrics: Metrics;
  /** Of the page, by their paths. */
  readonly page: ReadonlyMap<string, PageFile>;
  /** Why it takes no events; null: it does. */
  readonly notReady: () => string | null;
  /** Told of faults that the client must not see. */
  readonly onFault: (fault: unknown) => void;
}

/** The connection that a request came by. */
export interface Peer {
  readonly peer: string;
  drop(): void;
}

export interface DoorEnv {
  readonly Bindings: { readonly connection: Peer };
  readonly Variables: { readonly client: Client };
}

/** Milliseconds of a client's time that a look takes: a hundred looks a second. */
const LOOK_MS = 10;
/** Answers there have their headers from the start: to set each would take as long as screening. */
export const SCREEN_PATH = "/v1/screen";
export const KANNEL_PATH = "/v1/kannel";
const JSON_TYPE = "application/json";
export const LINES_TYPE = "application/x-ndjson";

export class Door {
  /** Its routes come before those of `finish`. */
  readonly app = new Hono<DoorEnv>();
  readonly #parts: DoorParts;
  readonly #repeated = new RepeatedAnswers();
  readonly #paces = new Paces();

  constructor(parts: DoorParts) {
    this.#parts = parts;
    const { settings, metrics } = parts;
    const { host, names, tlsCert } = settings;
    const refused = metrics.counter("ringfence_refused_total", "Requests that were refused, by status.", "status");
    const secure = securityHeaders();
    this.app.use(async (context, next) => {
      if (context.req.path === SCREEN_PATH) await next();
      else await secure(context, next);
      const { status } = context.res;
      if (status >= 400) refused.add(String(status));
    });
    const guarded = { names, scheme: tlsCert === undefined ? "http" : "https" } as const;
    const ofData = guard(host, { ...guarded, types: [JSON_TYPE, LINES_TYPE] });
    const ofKannel = guard(host, { ...guarded, types: KANNEL_TYPES });
    this.app.use((context, next) => (context.req.path === KANNEL_PATH ? ofKannel : ofData)(context, next));
  }

  /** Lets those in whose token has the role. */
  role(role: Role): MiddlewareHandler<DoorEnv> {
    const { tokens } = this.#parts;
    return async (context, next) => {
      const client = tokens === null ? ANYBODY : tokens.clientOf(context.req.header("authorization"));
      if (client === null) {
        context.header("WWW-Authenticate", "Bearer");
        return refuse(context, 401, "expected a header Authorization: Bearer TOKEN, with a token of this gateway");
      }
      if (!client.roles.has(role)) return refuse(context, 403, `this token has not the role ${role}`);
      context.set("client", client);
      return next();
    };
  }

  /** A complaint, a listing and a decision count as an event each. */
  readonly rated: MiddlewareHandler<DoorEnv> = async (context, next) => this.tooMany(context, 1) ?? next();

  /** Why so many events are more than the client may send, at once or by now; null: they are not. */
  tooMany(context: Context<DoorEnv>, events: number): Response | null {
    const { rates, settings } = this.#parts;
    const { maxEvents } = settings;
    if (events > maxEvents) return refuse(context, 413, `expected at most ${maxEvents} events, found ${events}`);
    const wait = rates.areLimited ? rates.take(nameOf(context), events) : 0;
    return wait > 0 ? waitFirst(context, wait) : null;
  }

  /** Looks of a client come one after the other once there are many: events go first. */
  paced(weightMs = LOOK_MS): MiddlewareHandler<DoorEnv> {
    return async (context, next) => {
      const wait = this.#paces.wait(nameOf(context), weightMs);
      if (wait === null) return waitFirst(context, 1);
      if (wait > 0) await seconds(wait / 1000);
      return next();
    };
  }

  bytesOf(context: Context<DoorEnv>): Promise<Buffer<ArrayBuffer>> {
    return this.#bodyOf(context, () => boundedBytes(context, this.#parts.settings.maxBodyBytes));
  }

  textOf(context: Context<DoorEnv>): Promise<string> {
    return this.#bodyOf(context, async () => {
      if (context.req.header("content-length") !== undefined) return context.req.text();
      return (await boundedBytes(context, this.#parts.settings.maxBodyBytes)).toString("utf8");
    });
  }

  /** The body. Where it does not arrive in time the connection ends, and there is nobody to tell. */
  async #bodyOf<T>(context: Context<DoorEnv>, arrived: () => Promise<T>): Promise<T> {
    const { arrivals, settings } = this.#parts;
    const { connection } = context.env;
    arrivals.begin(connection);
    try {
      const { maxBodyBytes } = settings;
      if (Number(context.req.header("content-length") ?? 0) > maxBodyBytes) throw new TooLarge(maxBodyBytes);
      return await arrived();
    } finally {
      arrivals.end(connection);
    }
  }

  /** The answer that `act` gives, or the one that the same key had before. */
  async answered(context: Context<DoorEnv>, body: string, act: () => Promise<Answer>): Promise<Response> {
    const key = context.req.header("idempotency-key");
    if (key === undefined) return this.#reply(context, await act());
    if (key === "" || key.length > MAX_KEY_UNITS) {
      return refuse(context, 400, `Idempotency-Key: expected from 1 to ${MAX_KEY_UNITS} characters`);
    }
    const found = await this.#repeated.once(context.var.client.name, context.req.path, key, body, act);
    if (found === "otherBody") return refuse(context, 422, "this Idempotency-Key was used for another body");
    return this.#reply(context, found.answer, found.isRepeated ? { "Idempotency-Replayed": "true" } : {});
  }

  #reply(context: Context, { status, body }: Answer, more: Readonly<Record<string, string>> = {}): Response {
    if (context.req.path === SCREEN_PATH) {
      return new Response(body, { status, headers: { ...HEADERS, ...more } });
    }
    return context.body(body, status as ContentfulStatusCode, { "Content-Type": JSON_TYPE, ...more });
  }

  /** The other routes, and what is said where there is none. */
  finish(): Hono<DoorEnv> {
    const { app } = this;
    const { notReady, metrics, page, onFault } = this.#parts;
    const document = JSON.stringify(openApiDocument());
    const posted = OPERATIONS.filter(({ method }) => method === "post").map(({ path }) => path);
    app.get("/metrics", this.role("read"), this.paced(), (context) =>
      context.body(metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
    );
    app.get("/healthz", (context) => context.json({ ready: notReady() === null }));
    app.get("/readyz", (context) => {
      const why = notReady();
      return why === null ? context.json({ ready: true }) : context.json({ ready: false, why }, 503);
    });
    app.get("/openapi.json", (context) => context.body(document, 200, { "Content-Type": JSON_TYPE }));
    // No secret is in it: what it shows it asks for, with the token that somebody gives it.
    app.get("*", (context, next) => {
      const file = page.get(context.req.path === "/" ? "/gateway.html" : context.req.path);
      // Other pages of this package have nothing to ask here.
      if (file === undefined || (context.req.path !== "/" && context.req.path.endsWith(".html"))) return next();
      return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
    });
    app.notFound((context) => {
      if (posted.includes(context.req.path)) {
        context.header("Allow", "POST");
        return refuse(context, 405, `expected POST, found ${context.req.method}`);
      }
      return refuse(context, 404, "there is nothing here: GET /openapi.json has the routes");
    });
    app.onError((fault, context) => {
      if (fault instanceof TooLarge) return refuse(context, 413, fault.message);
      if (fault instanceof RingfenceError) return refuse(context, STATUS_OF[fault.code] ?? 400, fault.message);
      // The client has left in mid-body: nobody's fault, and nobody reads this.
      if ("code" in fault && fault.code === "ECONNRESET") return refuse(context, 400, "the request is not complete");
      onFault(fault);
      return refuse(context, 500, "something went wrong: see the output of ringfence gateway");
    });
    return app;
  }
}

const STATUS_OF: Readonly<Partial<Record<ErrorCode, 409 | 503>>> = { io: 503, noData: 409 };

const HEADERS = { "Content-Type": JSON_TYPE, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

class TooLarge extends Error {
  constructor(most: number) {
    super(`expected a body of at most ${most} bytes`);
  }
}

/** A body that may not say how long it is. */
async function boundedBytes(context: Context, most: number): Promise<Buffer<ArrayBuffer>> {
  const reader = context.req.raw.body?.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    pieces.push(part.value);
    bytes += part.value.length;
    if (bytes > most) {
      await reader?.cancel();
      throw new TooLarge(most);
    }
  }
  return Buffer.concat(pieces);
}

function waitFirst(context: Context, wait: number): Response {
  context.header("Retry-After", String(Math.ceil(wait)));
  return refuse(context, 429, "more than this client may send: wait, and send it again");
}

/** By its token, or its address where nobody has one. */
export function nameOf(context: Context<DoorEnv>): string {
  const { client } = context.var;
  return client === ANYBODY ? context.env.connection.peer : client.name;
}

/** Throws RingfenceError "usage" for what is no JSON. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RingfenceError(
      "usage",
      "expected JSON, found a body that is none (a stream of lines is sent as application/x-ndjson)",
      { cause },
    );
  }
}

/** Throws RingfenceError "usage" for what the schema refuses. */
export function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  const result = schema.safeParse(parsed(body));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new RingfenceError("usage", issues.join("; "));
}

export function isOfLines(context: Context): boolean {
  return /^application\/x-ndjson *(;|$)/i.test(context.req.header("content-type") ?? "");
}

export function answer(body: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(body) };
}

export function seconds(wait: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(wait * 1000)));
}
