/** The routes of the gateway: protocol.ts has what goes in and out, openapi.ts the list. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { type ErrorCode, RingfenceError } from "../core/errors.ts";
import { guard, refuse, securityHeaders } from "../core/http/guard.ts";
import type { PageFile } from "../core/http/page-files.ts";
import { readShare } from "../core/share.ts";
import type { Screener } from "../screen/screener.ts";
import { DEFAULT_BLOCKED_BENIGN } from "../training/thresholds.ts";
import type { Case } from "./cases.ts";
import type { Feed } from "./feed.ts";
import { answerKannel, KANNEL_TYPES } from "./kannel.ts";
import { type Arrivals, Paces, type Rates, type Waiting } from "./load.ts";
import type { Metrics } from "./metrics.ts";
import { liveThresholds } from "./live-thresholds.ts";
import { openApiDocument } from "./openapi.ts";
import { type Overview, tablesShown } from "./overview.ts";
import {
  CASE_STATES,
  type CaseState,
  complaintSchema,
  decisionSchema,
  type FiledCase,
  listSchema,
} from "./protocol.ts";
import { type Answer, MAX_KEY_UNITS, RepeatedAnswers } from "./repeated.ts";
import type { ScoreSample } from "./score-sample.ts";
import type { Shadow } from "./shadow.ts";
import type { GatewayOptions } from "./settings.ts";
import { ANYBODY, type Client, type Role, type Tokens } from "./tokens.ts";
import type { VerdictDesk } from "./verdict-desk.ts";
import { verdictJson } from "./verdict-json.ts";
import { verdictStream } from "./verdict-stream.ts";

export interface AppParts {
  readonly settings: GatewayOptions;
  readonly desk: VerdictDesk;
  readonly feed: Feed;
  readonly screener: Pick<Screener, "version">;
  /** Null: on loopback, whoever asks may. */
  readonly tokens: Tokens | null;
  readonly waiting: Pick<Waiting, "longestMs">;
  readonly rates: Rates;
  readonly arrivals: Arrivals;
  readonly metrics: Metrics;
  readonly overview: Pick<Overview, "shown">;
  /** Null: there is none. */
  readonly shadow: Pick<Shadow, "shown"> | null;
  /** Null: the stage classify is off, and nothing has a score. */
  readonly scores: ScoreSample | null;
  /** Of the page, by their paths. */
  readonly page: ReadonlyMap<string, PageFile>;
  /** Why it takes no events; null: it does. */
  readonly notReady: () => string | null;
  /** Aborted when it is to end: streams end then. */
  readonly closing: AbortSignal;
  /** In which a line of a stream that has begun must be whole. */
  readonly arrivalMs: number;
  /** Told of faults that the client must not see. */
  readonly onFault: (fault: unknown) => void;
}

/** The connection that a request came by. */
export interface Peer {
  readonly peer: string;
  drop(): void;
}

interface AppEnv {
  readonly Bindings: { readonly connection: Peer };
  readonly Variables: { readonly client: Client };
}

const PAGE = "/gateway.html";
const SCREEN_PATH = "/v1/screen";
const KANNEL_PATH = "/v1/kannel";
const POSTED = [SCREEN_PATH, KANNEL_PATH, "/v1/complaints", "/v1/list"];
/** Milliseconds of a client's time that a look takes: a hundred looks a second, and ten at thresholds. */
const LOOK_MS = 10;
const THRESHOLDS_MS = 100;
const NO_CASE = "there is no such case: GET /v1/cases";
const USUAL_CASES = 100;
const MOST_CASES = 1000;
const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";

export function createGatewayApp(parts: AppParts): Hono<AppEnv> {
  const {
    settings,
    desk,
    feed,
    screener,
    waiting,
    rates,
    arrivals,
    metrics,
    overview,
    shadow,
    scores,
    page,
    notReady,
    arrivalMs,
    onFault,
  } = parts;
  const { maxBodyBytes, maxEvents, deadlineMs, overload, host, names, tlsCert } = settings;
  const refused = metrics.counter("ringfence_refused_total", "Requests that were refused, by status.", "status");
  const shed = metrics.counter("ringfence_shed_total", "Events that waited too long, by what became of them.", "rule");
  const repeated = new RepeatedAnswers();
  const document = JSON.stringify(openApiDocument());
  let streams = 0;
  metrics.gauge("ringfence_streams", "Streams of NDJSON that are open.", () => streams);

  const app = new Hono<AppEnv>();
  const secure = securityHeaders();
  app.use(async (context, next) => {
    // Verdicts have the headers from the start: to set each would take as long as screening.
    if (context.req.path === SCREEN_PATH) await next();
    else await secure(context, next);
    const { status } = context.res;
    if (status >= 400) refused.add(String(status));
  });
  const guarded = { names, scheme: tlsCert === undefined ? "http" : "https" } as const;
  const [ofData, ofKannel] = [[JSON_TYPE, LINES_TYPE], KANNEL_TYPES].map((types) => guard(host, { ...guarded, types }));
  app.use((context, next) => (context.req.path === KANNEL_PATH ? ofKannel! : ofData!)(context, next));

  const role = (wanted: Role): MiddlewareHandler<AppEnv> => admission(parts.tokens, wanted);
  /** A complaint, a listing and a decision count as an event each. */
  const rated: MiddlewareHandler<AppEnv> = async (context, next) => {
    const wait = rates.take(nameOf(context), 1);
    return wait > 0 ? tooMany(context, wait) : next();
  };
  /** Looks of a client come one after the other once there are many: events go first. */
  const paces = new Paces();
  const paced = (weightMs = LOOK_MS): MiddlewareHandler<AppEnv> => {
    return async (context, next) => {
      const wait = paces.wait(nameOf(context), weightMs);
      if (wait === null) return tooMany(context, 1);
      if (wait > 0) await seconds(wait / 1000);
      return next();
    };
  };
  /** The body. Where it does not arrive in time the connection ends, and there is nobody to tell. */
  const bodyOf = async <T>(context: Context<AppEnv>, arrived: () => Promise<T>): Promise<T> => {
    const { connection } = context.env;
    arrivals.begin(connection);
    try {
      if (Number(context.req.header("content-length") ?? 0) > maxBodyBytes) throw new TooLarge(maxBodyBytes);
      return await arrived();
    } finally {
      arrivals.end(connection);
    }
  };
  const bytesOf = (context: Context<AppEnv>): Promise<Buffer<ArrayBuffer>> =>
    bodyOf(context, () => boundedBytes(context, maxBodyBytes));
  const textOf = (context: Context<AppEnv>): Promise<string> =>
    bodyOf(context, async () => {
      if (context.req.header("content-length") !== undefined) return context.req.text();
      return (await boundedBytes(context, maxBodyBytes)).toString("utf8");
    });

  /** The answer that `act` gives, or the one that the same key had before. */
  const answered = async (context: Context<AppEnv>, body: string, act: () => Promise<Answer>): Promise<Response> => {
    const key = context.req.header("idempotency-key");
    if (key === undefined) return reply(context, await act());
    if (key === "" || key.length > MAX_KEY_UNITS) {
      return refuse(context, 400, `Idempotency-Key: expected from 1 to ${MAX_KEY_UNITS} characters`);
    }
    const found = await repeated.once(context.var.client.name, context.req.path, key, body, act);
    if (found === "otherBody") return refuse(context, 422, "this Idempotency-Key was used for another body");
    return reply(context, found.answer, found.isRepeated ? { "Idempotency-Replayed": "true" } : {});
  };

  const stream = (context: Context<AppEnv>): Response => {
    const body = context.req.raw.body;
    if (body === null) return refuse(context, 400, "expected events, one a line");
    if (streams >= settings.streams) return refuse(context, 503, `as many streams as may be are open, ${streams}`);
    streams++;
    const name = nameOf(context);
    const verdicts = verdictStream(body, {
      maxBytes: maxBodyBytes,
      stallMs: arrivalMs,
      decide: (events, kept) => desk.each(events, kept),
      admit: async (events) => {
        for (let wait = rates.take(name, events); wait > 0; wait = rates.take(name, events)) await seconds(wait);
      },
      until: parts.closing,
      onEnd: () => streams--,
    });
    return context.body(verdicts, 200, { "Content-Type": LINES_TYPE });
  };

  /** Why these are not screened now: an answer that says so, or "late": they pass unseen. */
  const heldBack = (context: Context<AppEnv>, events: number): Response | "late" | null => {
    const wait = rates.areLimited ? rates.take(nameOf(context), events) : 0;
    if (wait > 0) return tooMany(context, wait);
    if (waiting.longestMs <= deadlineMs) return null;
    shed.add(overload, events);
    return overload === "unscreened" ? "late" : refuse(context, 503, `events wait for longer than ${deadlineMs} ms`);
  };

  const filedShown = (context: Context<AppEnv>, one: Case): FiledCase => {
    const { id, state } = one;
    return context.var.client.roles.has("read") ? feed.shown(one, seesNumbers(context)) : { id, state };
  };

  const screen = async (context: Context<AppEnv>): Promise<Response> => {
    const why = notReady();
    if (why !== null) return refuse(context, 503, why);
    if (isOfLines(context)) return stream(context);
    const body = await textOf(context);
    const given = parsed(body);
    const isList = Array.isArray(given);
    const events = isList ? given.length : 1;
    if (events > maxEvents) return refuse(context, 413, `expected at most ${maxEvents} events, found ${events}`);
    const held = heldBack(context, events);
    if (held === "late") {
      return context.json(isList ? given.map((one) => desk.unscreened(one)) : desk.unscreened(given));
    }
    if (held !== null) return held;
    return answered(context, body, async () => {
      const written = isList ? `[${desk.all(given).map(verdictJson).join(",")}]` : verdictJson(await desk.one(given));
      return { status: 200, body: written };
    });
  };

  app.post(SCREEN_PATH, role("screen"), screen);
  app.post(KANNEL_PATH, role("screen"), async (context) => {
    const why = notReady();
    if (why !== null) return refuse(context, 503, why);
    const body = await bytesOf(context);
    const held = heldBack(context, 1);
    if (held !== null && held !== "late") return held;
    const found = answerKannel(context.req.raw.headers, body, (event) =>
      held === "late" ? desk.unscreened(event) : desk.each([event])[0]!,
    );
    return found ?? refuse(context, 400, "expected a message of Kannel, with its X-Kannel headers: send-sender = true");
  });
  app.post("/v1/complaints", role("feed"), rated, async (context) => {
    const body = await textOf(context);
    const complaint = read(complaintSchema, body);
    return answered(context, body, async () => {
      const filed = await feed.complain(complaint, context.var.client.name);
      return answer({ cases: filed.map((one) => filedShown(context, one)) }, 202);
    });
  });
  app.post("/v1/list", role("feed"), rated, async (context) => {
    const body = await textOf(context);
    const change = read(listSchema, body);
    return answered(context, body, async () => {
      const tables = await feed.list(change, context.var.client.name);
      return answer({ ...feed.listed, tables });
    });
  });
  app.get("/v1/cases", role("read"), paced(), (context) => {
    const state = context.req.query("state") ?? "pending";
    if (state !== "any" && !(CASE_STATES as readonly string[]).includes(state)) {
      return refuse(context, 400, `state: expected any, ${CASE_STATES.join(", ")}`);
    }
    const offset = countIn(context, "offset", 0, Number.MAX_SAFE_INTEGER) ?? 0;
    const limit = countIn(context, "limit", 1, MOST_CASES) ?? USUAL_CASES;
    return context.json(feed.cases(state as CaseState | "any", offset, limit, seesNumbers(context)));
  });
  app.get("/v1/cases/:id", role("read"), paced(), (context) => {
    const found = feed.case(context.req.param("id"));
    if (found === null) return refuse(context, 404, NO_CASE);
    return context.json(feed.shown(found, seesNumbers(context)));
  });
  app.put("/v1/cases/:id", role("feed"), rated, async (context) => {
    const body = await textOf(context);
    const decided = await feed.decide(context.req.param("id"), read(decisionSchema, body), context.var.client.name);
    return decided === null ? refuse(context, 404, NO_CASE) : context.json(filedShown(context, decided));
  });
  app.get("/v1/tables", role("read"), paced(), (context) => context.json(tablesShown(screener.version)));
  app.get("/v1/overview", role("read"), paced(), (context) =>
    context.json({ ...overview.shown(), roles: [...context.var.client.roles] }),
  );
  app.get("/v1/thresholds", role("read"), paced(THRESHOLDS_MS), (context) => {
    const blockedBenign = shareIn(context, "blockedBenign") ?? DEFAULT_BLOCKED_BENIGN;
    const flaggedBenign = shareIn(context, "flaggedBenign");
    if (scores === null) return refuse(context, 409, "the stage classify is off: nothing has a score");
    return context.json(liveThresholds(scores.day(), scores.scoring, { blockedBenign, flaggedBenign }));
  });
  app.get("/v1/shadow", role("read"), paced(), (context) => {
    if (shadow !== null) return context.json(shadow.shown());
    return refuse(context, 404, "there is no shadow: gateway.shadow names a file of settings that differ");
  });
  app.get("/v1/explain/:id", role("read"), paced(), (context) => {
    const explained = desk.explain(context.req.param("id"));
    if (explained !== null) return context.json(explained);
    return refuse(context, 404, `this event is not among the last ${settings.explained} that were screened`);
  });
  app.get("/metrics", role("read"), paced(), (context) =>
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
    const file = page.get(context.req.path === "/" ? PAGE : context.req.path);
    // Other pages of this package have nothing to ask here.
    if (file === undefined || (context.req.path !== "/" && context.req.path.endsWith(".html"))) return next();
    return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  app.notFound((context) => {
    if (POSTED.includes(context.req.path)) {
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

const STATUS_OF: Readonly<Partial<Record<ErrorCode, 409 | 503>>> = { io: 503, noData: 409 };

/** Null where it is left out. Throws RingfenceError "usage" for what is none. */
function shareIn(context: Context, name: string): number | null {
  const written = context.req.query(name);
  if (written === undefined) return null;
  const share = readShare(written);
  if (share > 0 && share <= 0.5) return share;
  throw new RingfenceError("usage", `${name}: expected a share above 0 and at most 0.5, as 0.2% or 0.002`);
}

/** Null where it is left out. Throws RingfenceError "usage" for what is none. */
function countIn(context: Context, name: string, least: number, most: number): number | null {
  const written = context.req.query(name);
  if (written === undefined) return null;
  const count = /^\d{1,16}$/.test(written) ? Number(written) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new RingfenceError("usage", `${name}: expected a whole number from ${least} to ${most}`);
}

/** Who decides sees what is decided on, unless they ask for less. */
function seesNumbers(context: Context<AppEnv>): boolean {
  return context.var.client.roles.has("feed") && context.req.query("numbers") !== "masked";
}

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

/** Lets those in whose token has the role. */
function admission(tokens: Tokens | null, role: Role): MiddlewareHandler<AppEnv> {
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

function tooMany(context: Context, wait: number): Response {
  context.header("Retry-After", String(Math.ceil(wait)));
  return refuse(context, 429, "more than this client may send: wait, and send it again");
}

/** By its token, or its address where nobody has one. */
function nameOf(context: Context<AppEnv>): string {
  const { client } = context.var;
  return client === ANYBODY ? context.env.connection.peer : client.name;
}

function parsed(body: string): unknown {
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

function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  const result = schema.safeParse(parsed(body));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new RingfenceError("usage", issues.join("; "));
}

function isOfLines(context: Context): boolean {
  return /^application\/x-ndjson *(;|$)/i.test(context.req.header("content-type") ?? "");
}

function answer(body: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(body) };
}

const HEADERS = { "Content-Type": JSON_TYPE, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

function reply(context: Context, { status, body }: Answer, more: Readonly<Record<string, string>> = {}): Response {
  if (context.req.path === SCREEN_PATH) return new Response(body, { status, headers: { ...HEADERS, ...more } });
  return context.body(body, status as ContentfulStatusCode, { "Content-Type": JSON_TYPE, ...more });
}

function seconds(wait: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(wait * 1000)));
}
