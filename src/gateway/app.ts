/** The routes of the gateway: protocol.ts has what goes in and out, openapi.ts the list. */
import type { Context, Hono } from "hono";
import { RingfenceError } from "../core/errors.ts";
import { refuse } from "../core/http/guard.ts";
import { readShare } from "../core/share.ts";
import type { Screener } from "../screen/screener.ts";
import { DEFAULT_BLOCKED_BENIGN } from "../training/thresholds.ts";
import type { Case } from "./cases.ts";
import {
  answer,
  Door,
  type DoorEnv,
  type DoorParts,
  isOfLines,
  KANNEL_PATH,
  LINES_TYPE,
  nameOf,
  parsed,
  read,
  SCREEN_PATH,
  seconds,
} from "./door.ts";
import type { Feed } from "./feed.ts";
import { answerKannel } from "./kannel.ts";
import type { Waiting } from "./load.ts";
import { liveThresholds } from "./live-thresholds.ts";
import { type Overview, tablesShown } from "./overview.ts";
import {
  CASE_STATES,
  type CaseState,
  complaintSchema,
  decisionSchema,
  type FiledCase,
  listSchema,
} from "./protocol.ts";
import type { ScoreSample } from "./score-sample.ts";
import type { Shadow } from "./shadow.ts";
import type { GatewayOptions } from "./settings.ts";
import type { VerdictDesk } from "./verdict-desk.ts";
import { verdictJson } from "./verdict-json.ts";
import { verdictStream } from "./verdict-stream.ts";

export interface AppParts extends DoorParts {
  readonly settings: GatewayOptions;
  readonly desk: VerdictDesk;
  readonly feed: Feed;
  readonly screener: Pick<Screener, "version">;
  readonly waiting: Pick<Waiting, "longestMs">;
  readonly overview: Pick<Overview, "shown">;
  /** Null: there is none. */
  readonly shadow: Pick<Shadow, "shown"> | null;
  /** Null: the stage classify is off, and nothing has a score. */
  readonly scores: ScoreSample | null;
  /** Aborted when it is to end: streams end then. */
  readonly closing: AbortSignal;
  /** In which a line of a stream that has begun must be whole. */
  readonly arrivalMs: number;
}

/** Milliseconds of a client's time that a look at thresholds takes: ten a second. */
const THRESHOLDS_MS = 100;
const NO_CASE = "there is no such case: GET /v1/cases";
const USUAL_CASES = 100;
const MOST_CASES = 1000;

export function createGatewayApp(parts: AppParts): Hono<DoorEnv> {
  const { settings, desk, feed, screener, waiting, rates, metrics, overview, shadow, scores, notReady, arrivalMs } =
    parts;
  const { maxBodyBytes, deadlineMs, overload } = settings;
  const shed = metrics.counter("ringfence_shed_total", "Events that waited too long, by what became of them.", "rule");
  let streams = 0;
  metrics.gauge("ringfence_streams", "Streams of NDJSON that are open.", () => streams);
  const door = new Door(parts);
  const { app, rated } = door;
  const role = door.role.bind(door);
  const paced = door.paced.bind(door);
  const stream = (context: Context<DoorEnv>): Response => {
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
  const heldBack = (context: Context<DoorEnv>, events: number): Response | "late" | null => {
    const refused = door.tooMany(context, events);
    if (refused !== null) return refused;
    if (waiting.longestMs <= deadlineMs) return null;
    shed.add(overload, events);
    return overload === "unscreened" ? "late" : refuse(context, 503, `events wait for longer than ${deadlineMs} ms`);
  };

  const filedShown = (context: Context<DoorEnv>, one: Case): FiledCase => {
    const { id, state } = one;
    return context.var.client.roles.has("read") ? feed.shown(one, seesNumbers(context)) : { id, state };
  };

  const screen = async (context: Context<DoorEnv>): Promise<Response> => {
    const why = notReady();
    if (why !== null) return refuse(context, 503, why);
    if (isOfLines(context)) return stream(context);
    const body = await door.textOf(context);
    const given = parsed(body);
    const isList = Array.isArray(given);
    const events = isList ? given.length : 1;
    const held = heldBack(context, events);
    if (held === "late") {
      return context.json(isList ? given.map((one) => desk.unscreened(one)) : desk.unscreened(given));
    }
    if (held !== null) return held;
    return door.answered(context, body, async () => {
      const written = isList
        ? `[${(await desk.all(given)).map(verdictJson).join(",")}]`
        : verdictJson(await desk.one(given));
      return { status: 200, body: written };
    });
  };

  app.post(SCREEN_PATH, role("screen"), screen);
  app.post(KANNEL_PATH, role("screen"), async (context) => {
    const why = notReady();
    if (why !== null) return refuse(context, 503, why);
    const body = await door.bytesOf(context);
    const held = heldBack(context, 1);
    if (held !== null && held !== "late") return held;
    const found = await answerKannel(context.req.raw.headers, body, async (event) =>
      held === "late" ? desk.unscreened(event) : (await desk.each([event]))[0]!,
    );
    return found ?? refuse(context, 400, "expected a message of Kannel, with its X-Kannel headers: send-sender = true");
  });
  app.post("/v1/complaints", role("feed"), rated, async (context) => {
    const body = await door.textOf(context);
    const complaint = read(complaintSchema, body);
    return door.answered(context, body, async () => {
      const filed = await feed.complain(complaint, context.var.client.name);
      return answer({ cases: filed.map((one) => filedShown(context, one)) }, 202);
    });
  });
  app.post("/v1/list", role("feed"), rated, async (context) => {
    const body = await door.textOf(context);
    const change = read(listSchema, body);
    return door.answered(context, body, async () => {
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
    const body = await door.textOf(context);
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
  return door.finish();
}

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
function seesNumbers(context: Context<DoorEnv>): boolean {
  return context.var.client.roles.has("feed") && context.req.query("numbers") !== "masked";
}
