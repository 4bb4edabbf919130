/** The routes of the gateway. protocol.ts describes requests and answers. */
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { type ErrorCode, RingfenceError } from "../core/errors.ts";
import { guard, HEADERS, refuse, securityHeaders } from "../core/http/guard.ts";
import type { PageFile } from "../core/http/page-files.ts";
import type { Feed } from "./feed.ts";
import type { Metrics } from "./metrics.ts";
import { openApiDocument, type Route } from "./openapi.ts";
import {
  CASE_STATES,
  caseSchema,
  casesSchema,
  type CaseState,
  complaintSchema,
  decisionSchema,
  eventSchema,
  explanationSchema,
  filedSchema,
  lastSchema,
  listedSchema,
  listSchema,
  readySchema,
  verdictSchema,
} from "./protocol.ts";
import type { GatewayOptions } from "./settings.ts";
import { authorised, type Tokens } from "./tokens.ts";
import type { VerdictDesk } from "./verdict-desk.ts";
import { verdictStream } from "./verdict-stream.ts";
import type { ThreadDelay } from "./thread-delay.ts";

export interface AppParts {
  readonly settings: GatewayOptions;
  readonly desk: VerdictDesk;
  readonly feed: Feed;
  readonly delay: Pick<ThreadDelay, "ms">;
  readonly metrics: Metrics;
  /** Null: everybody on this machine may ask. */
  readonly tokens: Tokens | null;
  readonly page: ReadonlyMap<string, PageFile>;
  /** Aborted at the end: streams end, and no more events are taken. */
  readonly closing: AbortSignal;
  /** Milliseconds within which a body must arrive, or a line of a stream must be complete. */
  readonly arrivalMs: number;
  /** Receives errors of this program. Clients see status 500 alone. */
  readonly onFault: (fault: unknown) => void;
}

type Env = { readonly Bindings: Partial<HttpBindings> };
type Answer = (context: Context<Env>) => Response | Promise<Response>;

const SCREEN_PATH = "/v1/screen";
const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";
const USUAL_CASES = 100;
const MOST_CASES = 1000;
/** Statuses after which the client is disconnected: nobody reads the rest of its request. */
const DISCONNECTING: readonly number[] = [403, 404, 405, 413, 415];

export function createGatewayApp(parts: AppParts): Hono<Env> {
  const { settings, tokens, metrics, page, closing, onFault } = parts;
  const app = new Hono<Env>();
  const refused = metrics.counter("ringfence_refused_total", "Requests that were refused, by status.", "status");
  const secure = securityHeaders();
  app.use(async (context, next) => {
    // Setting each header takes as long as screening, and a verdict is no page.
    const isVerdict = context.req.path === SCREEN_PATH;
    if (isVerdict) await next();
    else await secure(context, next);
    const { status, headers } = context.res;
    if (status < 400) return;
    refused.add(String(status));
    if (isVerdict) for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
    if (DISCONNECTING.includes(status)) headers.set("Connection", "close");
  });
  const { host, names, maxBodyBytes } = settings;
  app.use(guard(host, [JSON_TYPE, LINES_TYPE], names));
  const onError = (context: Context): Response =>
    refuse(context, 413, `expected a body of at most ${maxBodyBytes} bytes`);
  const limitedStream = bodyLimit({ maxSize: maxBodyBytes, onError });
  const limited: MiddlewareHandler<Env> = (context, next) => {
    const length = context.req.header("content-length");
    // Each line of a stream has this limit, not the stream.
    if (isOfLines(context)) return next();
    // The middleware of hono makes a Request, which takes three times as long as all the rest.
    if (length === undefined) return limitedStream(context, next);
    return Number(length) > maxBodyBytes ? Promise.resolve(onError(context)) : next().then(() => {});
  };
  const routes = routesOf(parts, maxBodyBytes);
  for (const { method, path, role, answer } of routes) {
    if (role !== null) app.on(method, path, authorised(tokens, role));
    if (method !== "GET") app.on(method, path, limited);
    app.on(method, path, answer);
  }
  const document = JSON.stringify(openApiDocument(routes));
  app.get("/openapi.json", (context) => context.body(document, 200, { "Content-Type": JSON_TYPE }));
  // The page has no secrets: it asks the user for a token, and then asks these routes.
  app.get("*", (context, next) => {
    const file = page.get(context.req.path === "/" ? "/gateway.html" : context.req.path);
    // The other pages of this package are not shown.
    if (file === undefined || (context.req.path !== "/" && context.req.path.endsWith(".html"))) return next();
    return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  app.notFound((context) => {
    const methods = routes.filter(({ path }) => path === context.req.path).map(({ method }) => method);
    if (methods.length === 0) return refuse(context, 404, "there is nothing here: GET /openapi.json has the routes");
    context.header("Allow", methods.join(", "));
    return refuse(context, 405, `expected ${methods.join(" or ")}, found ${context.req.method}`);
  });
  app.onError((fault, context) => {
    if (fault instanceof HTTPException) {
      // A wrong token has status 401, a malformed one 400. With the headers of all answers.
      context.header("Connection", "close");
      const answer = fault.getResponse();
      return context.newResponse(answer.body, answer);
    }
    if (fault instanceof RingfenceError) return refuse(context, STATUS_OF[fault.code] ?? 400, fault.message);
    // The client disconnected in the middle of its body.
    const isGone = context.env.incoming?.socket.destroyed === true || fault.name === "AbortError";
    if (isGone || ("code" in fault && fault.code === "ECONNRESET")) {
      return refuse(context, 400, "the request is not complete");
    }
    onFault(fault);
    return refuse(context, 500, "something went wrong: see the output of ringfence gateway");
  });
  return app;

  function routesOf({ desk, feed, delay }: AppParts, maxBytes: number): readonly (Route & { answer: Answer })[] {
    const { maxEvents, deadlineMs, overload, explained } = settings;
    const by = tokens === null ? "local" : "feed";
    const shed = metrics.counter("ringfence_shed_total", "Events that waited too long, by what they got.", "rule");
    let streams = 0;
    metrics.gauge("ringfence_streams", "Streams of NDJSON that are open.", () => streams);

    const stream: Answer = (context) => {
      const { body } = context.req.raw;
      if (body === null) return refuse(context, 400, "expected events, one a line");
      const options = { maxBytes, lineMs: parts.arrivalMs, until: closing, count: (more: number) => (streams += more) };
      const lines = verdictStream(body, { ...options, decide: (events) => desk.each(events) });
      return context.body(lines, 200, { ...VERDICT_HEADERS, "Content-Type": LINES_TYPE });
    };

    const screen: Answer = async (context) => {
      if (closing.aborted) return refuse(context, 503, "the gateway is closing");
      if (isOfLines(context)) return stream(context);
      const given = parsed(await textOf(context));
      const events = Array.isArray(given) ? (given as unknown[]) : null;
      const count = events?.length ?? 1;
      if (count > maxEvents) return refuse(context, 413, `expected at most ${maxEvents} events, found ${count}`);
      if (delay.ms <= deadlineMs) return verdicts(events === null ? desk.one(given) : desk.all(events));
      shed.add(overload, count);
      if (overload === "refuse") return refuse(context, 503, `events wait for longer than ${deadlineMs} ms`);
      return verdicts(events?.map((one) => desk.unscreened(one)) ?? desk.unscreened(given));
    };

    const list: Answer = async (context) => {
      return context.json(await feed.list(read(listSchema, await textOf(context)), by));
    };

    const complain: Answer = async (context) => {
      const filed = await feed.complain(read(complaintSchema, await textOf(context)), by);
      return context.json({ cases: filed.map((one) => feed.shown(one)) }, 202);
    };

    const cases: Answer = (context) => {
      const state = context.req.query("state") ?? "pending";
      if (state !== "any" && !(CASE_STATES as readonly string[]).includes(state)) {
        return refuse(context, 400, `state: expected any, ${CASE_STATES.join(", ")}`);
      }
      const offset = countIn(context, "offset", 0, Number.MAX_SAFE_INTEGER) ?? 0;
      const limit = countIn(context, "limit", 1, MOST_CASES) ?? USUAL_CASES;
      return context.json(
        feed.cases(state as CaseState | "any", offset, limit, context.req.query("numbers") === "masked"),
      );
    };

    const decideCase: Answer = async (context) => {
      const request = read(decisionSchema, await textOf(context));
      const decided = await feed.decide(context.req.param("id")!, request, by);
      return decided === null
        ? refuse(context, 404, "there is no such case: GET /v1/cases")
        : context.json(feed.shown(decided));
    };

    const explain: Answer = (context) => {
      const found = desk.explain(context.req.param("id")!);
      if (found !== null) return context.json(found);
      return refuse(context, 404, `this event is not among the last ${explained} that were screened`);
    };

    const showMetrics: Answer = (context) =>
      context.body(metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });

    const [GET, POST, PUT] = ["GET", "POST", "PUT"] as const;
    const anEvent = { takes: eventSchema, gives: verdictSchema, isMany: true };
    // prettier-ignore
    return [
      { method: POST, path: SCREEN_PATH, role: "screen", answer: screen, ...anEvent, summary: "Verdicts on an event, on an array of them, or line by line on a stream" },
      { method: POST, path: "/v1/complaints", role: "feed", answer: complain, takes: complaintSchema, gives: filedSchema, status: 202, summary: "Files a complaint, which opens a case or adds to one" },
      { method: POST, path: "/v1/list", role: "feed", answer: list, takes: listSchema, gives: listedSchema, summary: "Adds to the blocklist and the scripts, or removes from them; answers once the change is in force" },
      { method: GET, path: "/v1/cases", role: "feed", answer: cases, gives: casesSchema, summary: `Cases in a state (pending), the latest complaint first; limit (${USUAL_CASES}, at most ${MOST_CASES}) after the first offset; numbers=masked masks numbers`, query: ["state", "limit", "offset", "numbers"] },
      { method: PUT, path: "/v1/cases/:id", role: "feed", answer: decideCase, takes: decisionSchema, gives: caseSchema, summary: "Decides a case: fraud lists its subject, benign takes that back" },
      { method: GET, path: "/v1/explain/:id", role: "feed", answer: explain, gives: explanationSchema, summary: "What each stage found in one of the last events" },
      { method: GET, path: "/v1/last", role: "feed", answer: (context) => context.json(desk.last()), gives: lastSchema, summary: "The last events that were flagged or blocked" },
      { method: GET, path: "/metrics", role: "feed", answer: showMetrics, summary: "Counters and histograms, in the text format of Prometheus" },
      { method: GET, path: "/healthz", role: null, answer: (context) => context.json({ ready: !closing.aborted }), gives: readySchema, summary: "Whether the process answers" },
      { method: GET, path: "/readyz", role: null, answer: (context) => context.json({ ready: !closing.aborted }, closing.aborted ? 503 : 200), gives: readySchema, summary: "Whether it takes events" },
    ];
  }

  /** The body. Disconnects a client that does not send it in time. */
  async function textOf(context: Context<Env>): Promise<string> {
    const timer = setTimeout(() => context.env.incoming?.destroy(), parts.arrivalMs);
    try {
      return await context.req.text();
    } finally {
      clearTimeout(timer);
    }
  }
}

const VERDICT_HEADERS = { "Content-Type": JSON_TYPE, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

function verdicts(answer: object): Response {
  return new Response(JSON.stringify(answer), { headers: VERDICT_HEADERS });
}

const STATUS_OF: Readonly<Partial<Record<ErrorCode, 409 | 503>>> = { io: 503, invalid: 409 };

/** Throws RingfenceError "usage" for anything but JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const words = "expected JSON, found a body that is none (a stream of lines is sent as application/x-ndjson)";
    throw new RingfenceError("usage", words, { cause });
  }
}

/** Throws RingfenceError "usage" where the body does not match the schema. */
function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  const result = schema.safeParse(parsed(body));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new RingfenceError("usage", issues.join("; "));
}

function isOfLines(context: Context): boolean {
  return (
    context.req.path === SCREEN_PATH && /^application\/x-ndjson *(;|$)/i.test(context.req.header("content-type") ?? "")
  );
}

/** A whole number of the query; null where it is left out. Throws RingfenceError "usage" for anything else. */
function countIn(context: Context, name: string, least: number, most: number): number | null {
  const written = context.req.query(name);
  if (written === undefined) return null;
  const count = /^\d{1,16}$/.test(written) ? Number(written) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new RingfenceError("usage", `${name}: expected a whole number from ${least} to ${most}`);
}
