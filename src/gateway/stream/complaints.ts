/**
 * Complaints on a stream, as JSON, a message each: anybody with a client of NATS may publish them. A desk gathers them
 * into cases, as the gateway does, and lists whom enough people complained about in new tables for all workers. Each
 * reporter counts once, so a complaint that comes twice does no harm; the desk keeps nothing, and reads all when it
 * starts.
 */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsMsg } from "@nats-io/jetstream";
import { counted } from "../../core/counted.ts";
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { readLines } from "../../core/file/bounded-file.ts";
import { seldom } from "../../core/seldom.ts";
import { printable } from "../../core/terminal/printable.ts";
import { countryOf } from "../../rows/country.ts";
import { Cases, protectedKeys, type Suspect } from "../cases.ts";
import { Listings } from "../listings.ts";
import { type ComplaintRequest, complaintSchema } from "../protocol.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Broker } from "./broker.ts";
import { mayPass } from "./broker-error.ts";
import { latestContent, mayTellOfTables, publishTables } from "./stream-tables.ts";
import type { Following } from "./following.ts";

const MAX_BYTES = 1 << 16;
/** Complaints on their way, or asked for, at a time. */
const AHEAD = 64;
const RETRY_MS = 250;
/** Between two looks for cases that are over: each goes through all. */
const FORGET_MS = 3_600_000;

/** Throws RingfenceError "config" for what the desk could do nothing with. */
function complaintOf(written: string, where: string): ComplaintRequest {
  const wrong = (what: string): RingfenceError => new RingfenceError("config", `${where}: ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    throw wrong('expected a complaint as {"caller":"13800138000","reporter":"a"}, found no JSON');
  }
  const parsed = complaintSchema.safeParse(value);
  if (!parsed.success) throw wrong(printable(parsed.error.issues[0]!.message));
  if (isOfTextAlone(parsed.data)) throw wrong(ABOUT_TEXT);
  return parsed.data;
}

const ABOUT_TEXT =
  "expected a caller or a domain: about a text people decide, with ringfence gateway tables --templates";

function isOfTextAlone({ caller, domain }: ComplaintRequest): boolean {
  return caller === undefined && domain === undefined;
}

/** Whom it is about. Throws RingfenceError "usage" for what is no number, name or domain. */
function suspectsOf({ caller, domain }: ComplaintRequest, listings: Listings, where: string): Suspect[] {
  const suspects: Suspect[] = [];
  if (caller !== undefined) {
    suspects.push({ about: "caller", key: listings.normalised([String(caller)], `${where}caller`)[0]! });
  }
  if (domain !== undefined)
    suspects.push({ about: "domain", key: listings.normalised([domain], `${where}domain`)[0]! });
  return suspects;
}

/**
 * Publishes one. `id`: the server takes another with the same for a repeat, for two minutes. Throws RingfenceError:
 * "usage" for what the desk could do nothing with, "io" where it is not acknowledged.
 */
export async function publishComplaint(
  broker: Broker,
  front: string,
  complaint: ComplaintRequest,
  listings: Listings,
  id: string | null,
): Promise<void> {
  if (isOfTextAlone(complaint)) throw new RingfenceError("usage", ABOUT_TEXT);
  suspectsOf(complaint, listings, "");
  await publishWritten(broker, front, JSON.stringify(complaint), id);
}

async function publishWritten(broker: Broker, front: string, written: string, id: string | null): Promise<void> {
  const options = id === null ? {} : { msgID: id };
  const subject = broker.complaintsSubject(front);
  await broker.doing("publish complaints", () => broker.js.publish(subject, written, options));
}

/**
 * Publishes a file of complaints, one a line. All are checked first: nothing is published of a file with a wrong line.
 * Returns how many there are. Throws RingfenceError: "io" where it cannot be read, or no acknowledgement comes.
 */
export async function publishComplaints(broker: Broker, front: string, file: string): Promise<number> {
  const lines = [...readLines(file, MAX_BYTES)].filter((line) => line.trim() !== "");
  for (const [at, line] of lines.entries()) complaintOf(line, `${printable(file)}, complaint ${at + 1}`);
  for (let from = 0; from < lines.length; from += AHEAD) {
    const some = lines.slice(from, from + AHEAD).map((line, at) => {
      const msgID = createHash("sha256")
        .update(`${front} ${from + at} ${line}`)
        .digest("base64url");
      return publishWritten(broker, front, line, msgID);
    });
    await Promise.all(some);
  }
  return lines.length;
}

export interface DeskParts {
  readonly broker: Broker;
  readonly partitions: number;
  readonly rule: GatewaySettings["investigations"];
  /** Seconds between two tables at least: to build them costs each worker a second. */
  readonly everySeconds: number;
  readonly tell: (words: string) => void;
}

export class ComplaintsDesk {
  readonly #parts: DeskParts;
  readonly #remark: (words: string) => void;
  #messages: Following | null = null;
  /** Whom enough people complained about, since somebody looked. */
  #due = new Set<string>();
  #forgottenMs = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#remark = seldom(parts.tell);
  }

  /** Until `until` is aborted. Throws RingfenceError as `publishTables` does. */
  async run(until: AbortSignal): Promise<void> {
    await mayTellOfTables(this.#parts.broker, this.#parts.partitions);
    until.addEventListener("abort", () => this.#messages?.stop());
    while (!until.aborted) {
      try {
        await this.#gather(until);
      } catch (error) {
        if (this.#parts.broker.isGivenUp) return;
        if (!mayPass(error)) throw this.#parts.broker.named(error, "gather complaints");
        this.#remark(`complaints: ${messageOf(error)}: trying again`);
        await sleep(RETRY_MS);
      }
    }
  }

  async #gather(until: AbortSignal): Promise<void> {
    const { broker, rule, everySeconds } = this.#parts;
    const { country } = await latestContent(broker);
    const [cases, listings] = [new Cases(rule), new Listings({}, countryOf(country))];
    const messages = await broker.follow(broker.complaintsStream, { deliver_policy: "all" }, AHEAD);
    this.#messages = messages;
    if (until.aborted) messages.stop();
    let failure: unknown = null;
    let listing = Promise.resolve();
    const timer = setInterval(() => {
      listing = listing
        .then(() => this.#list())
        .catch((error: unknown) => {
          failure = error;
          messages.stop();
        });
    }, everySeconds * 1000);
    try {
      for await (const message of messages) this.#take(message, cases, listings);
    } finally {
      clearInterval(timer);
      await messages.close();
      await listing;
    }
    if (failure !== null) throw failure;
  }

  #take({ subject, seq, data, info }: JsMsg, cases: Cases, listings: Listings): void {
    const atMs = info.timestampNanos / 1e6;
    try {
      const where = `${subject}, message ${seq}`;
      const complaint = complaintOf(Buffer.from(data).toString("utf8"), where);
      const suspects = suspectsOf(complaint, listings, `${where}: `);
      if (atMs - this.#forgottenMs > FORGET_MS) cases.forgetOld((this.#forgottenMs = atMs));
      const front = subject.slice(subject.lastIndexOf(".") + 1);
      const filed = cases.complain(cases.place(suspects, atMs), null, complaint.reporter ?? front, atMs);
      for (const one of filed) if (cases.isEnough(one) && !PROTECTED.has(one.key)) this.#due.add(one.key);
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      this.#remark(`passed over: ${error.message}`);
    }
  }

  async #list(): Promise<void> {
    const { broker, partitions, tell } = this.#parts;
    if (this.#due.size === 0) return;
    const due = [...this.#due];
    let added: readonly string[] = [];
    const number = await publishTables(broker, partitions, (before) => {
      added = due.filter((key) => !before.listed.includes(key) && !before.benign.includes(key));
      return added.length === 0 ? null : { ...before, listed: [...before.listed, ...added] };
    });
    for (const key of due) this.#due.delete(key);
    if (number !== null) tell(`tables ${number}: ${counted(added.length, "entry", "entries")} by complaints`);
  }
}

const PROTECTED = protectedKeys();
