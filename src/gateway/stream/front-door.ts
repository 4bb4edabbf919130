/** A front that takes events and complaints by HTTP, and publishes them to a stream. */
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { RingfenceError } from "../../core/errors.ts";
import { refuse } from "../../core/http/guard.ts";
import { readPageFiles } from "../../core/http/page-files.ts";
import { countryOf } from "../../rows/country.ts";
import { answer, Door, type DoorEnv, isOfLines, parsed, read } from "../door.ts";
import { nowWritten } from "../clock.ts";
import { ARRIVAL_MS, type Entrance } from "../entrance.ts";
import { Listings } from "../listings.ts";
import { Arrivals, Rates } from "../load.ts";
import { Metrics } from "../metrics.ts";
import { FRONT_OPERATIONS } from "../openapi.ts";
import { complaintSchema, type StreamAnswer } from "../protocol.ts";
import type { DoorOptions } from "../settings.ts";
import { publishComplaint } from "./complaints.ts";
import { LiveFront, type LiveFrontOptions } from "./live-front.ts";
import { StreamView } from "./stream-view.ts";

export interface FrontDoorOptions extends Omit<LiveFrontOptions, "country"> {
  readonly settings: DoorOptions;
  readonly entrance: Entrance;
  readonly onFault: (fault: unknown) => void;
}

export interface FrontDoor {
  readonly url: string;
  /** Rejects where the front cannot go on. */
  readonly failed: Promise<never>;
  /** Takes no more, answers what it has taken, and ends. */
  close(): Promise<void>;
}

/** Throws RingfenceError: "config" for an unknown country, "io" for an address that cannot be had. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { settings, entrance, onFault, broker, tell } = options;
  for (const remark of entrance.tokens?.remarks ?? []) tell(remark);
  const country = countryOf(settings.country);
  const front = await LiveFront.open({ ...options, country });
  const listings = new Listings({}, country);
  const arrivals = new Arrivals(ARRIVAL_MS);
  const metrics = new Metrics();
  let isClosing = false;
  const notReady = (): string | null => (isClosing ? "the front is closing" : front.notReady);
  const door = new Door(
    {
      settings,
      tokens: entrance.tokens,
      rates: new Rates(settings.rate),
      arrivals,
      metrics,
      page: readPageFiles(),
      notReady,
      onFault,
    },
    { verb: "ringfence gateway front", index: "/front.html", operations: FRONT_OPERATIONS },
  );
  const { app } = door;
  const view = new StreamView(broker, options.partitions);
  const since = nowWritten();
  addFrontGauges(metrics, front);
  view.addGauges(metrics);

  app.post("/v1/events", door.role("screen"), async (context) => {
    const why = notReady();
    if (why !== null) return refuse(context, 503, why);
    const body = await door.textOf(context);
    const given = isOfLines(context) ? eventsIn(body) : parsed(body);
    const events = Array.isArray(given) ? given.length : 1;
    const refused = door.tooMany(context, events);
    if (refused !== null) return refused;
    const key = keyOf(context, body);
    return door.answered(context, body, async () => {
      const lines = await front.publish(Array.isArray(given) ? given : [given], Array.isArray(given), key);
      return answer({ front: front.name, lines }, 202);
    });
  });
  app.post("/v1/complaints", door.role("feed"), door.rated, async (context) => {
    const body = await door.textOf(context);
    const complaint = { reporter: context.var.client.name, ...read(complaintSchema, body) };
    const key = keyOf(context, body);
    return door.answered(context, body, async () => {
      await publishComplaint(broker, front.name, complaint, listings, key);
      return answer({ front: front.name }, 202);
    });
  });
  app.get("/v1/stream", door.role("read"), door.paced(), async (context) => {
    const seen = await view.seen();
    const { events, packs: messages, bytes, sentAgain } = front.counts;
    const own = { at: nowWritten(), front: { since, events, messages, bytes, sentAgain } };
    const server = broker.connection.info?.version ?? "unknown";
    return context.json({ ...own, server, ...seen } satisfies StreamAnswer);
  });
  const finished = door.finish(async () => {
    // What the front itself has done is there without a server.
    await view.seen().catch(() => {});
  });
  const opened = await entrance.open((request, connection) => finished.fetch(request, { connection }), onFault);
  return {
    url: opened.url,
    failed: front.failed,
    async close() {
      isClosing = true;
      await opened.end();
      arrivals.stop();
      view.stop();
    },
  };
}

function addFrontGauges(metrics: Metrics, { counts }: LiveFront): void {
  metrics.gauge("ringfence_front_events", "Events that were published since the start.", () => counts.events);
  metrics.gauge("ringfence_front_messages", "Messages in which they were.", () => counts.packs);
  metrics.gauge("ringfence_front_bytes", "Bytes of these messages.", () => counts.bytes);
  metrics.gauge("ringfence_front_sent_again", "Times that a message was sent again.", () => counts.sentAgain);
}

/** By which a repeat is known after a crash; null: by nothing. */
function keyOf({ req, var: { client } }: Context<DoorEnv>, body: string): string | null {
  const key = req.header("idempotency-key");
  if (key === undefined) return null;
  return createHash("sha256")
    .update(JSON.stringify([client.name, key, body]))
    .digest("base64url")
    .slice(0, KEY_UNITS);
}

const KEY_UNITS = 16;

/** Throws RingfenceError "usage" for a line that is no JSON. */
function eventsIn(body: string): unknown[] {
  return body.split("\n").flatMap((line, at): unknown[] => {
    try {
      return line.trim() === "" ? [] : [JSON.parse(line)];
    } catch (cause) {
      throw new RingfenceError("usage", `line ${at + 1}: expected an event as JSON on a line of its own`, { cause });
    }
  });
}
