/** The gateway: its parts, how it starts from the state folder, and how it ends. */
import { setMaxListeners } from "node:events";
import { existsSync, statSync } from "node:fs";
import { RingfenceError } from "../core/errors.ts";
import { isLoopback } from "../core/http/guard.ts";
import { readPageFiles } from "../core/http/page-files.ts";
import { openServer } from "../core/http/server.ts";
import { printable } from "../core/terminal/printable.ts";
import { DAY_MS } from "../core/time.ts";
import { packageVersion } from "../core/program.ts";
import { countryOf } from "../rows/country.ts";
import type { ScreenerOptions } from "../screen/screener-options.ts";
import { createGatewayApp } from "./app.ts";
import { Cases } from "./cases.ts";
import { EventTimes, OLDEST_MS } from "./event-time.ts";
import { Feed, replay } from "./feed.ts";
import { Journal, type JournalEntry } from "./journal.ts";
import { Listings } from "./listings.ts";
import { Metrics } from "./metrics.ts";
import { CASE_STATES } from "./protocol.ts";
import { Screening } from "./screening.ts";
import type { GatewayOptions, GatewaySettings } from "./settings.ts";
import { putAside, type StateFolder, takeFolder } from "./state-folder.ts";
import { readTokens, type Tokens } from "./tokens.ts";
import { VerdictDesk } from "./verdict-desk.ts";
import { ThreadDelay } from "./thread-delay.ts";

export interface StartOptions extends GatewaySettings {
  /** Model of the stage learned: "none", "starter", or a file. */
  readonly model?: string | undefined;
  /** Receives messages for people, one line each. */
  readonly tell: (words: string) => void;
  readonly onFault: (fault: unknown) => void;
  /** For tests: milliseconds within which a body must arrive. */
  readonly arrivalMs?: number | undefined;
}

export interface Gateway {
  readonly url: string;
  /** Reads the lists and the model again. Throws RingfenceError where they cannot be used; the old ones then stay. */
  reload(): Promise<void>;
  /** Takes no more events, answers those it has, saves and ends. Throws RingfenceError "io" if it cannot save. */
  close(): Promise<void>;
}

const ARRIVAL_MS = 10_000;
/** Time for the last answers when the gateway ends. */
const CLOSE_MS = 5000;

/**
 * Throws RingfenceError: "usage" where other machines could reach it without tokens; "config" and "io" for files and
 * addresses that cannot be used.
 */
export async function startGateway(options: StartOptions): Promise<Gateway> {
  const { host, tokens, state } = options.gateway;
  if (tokens === undefined && !isLoopback(host)) {
    const words =
      "others can reach this address: name a file of two tokens with gateway.tokens, and put nginx in front";
    throw new RingfenceError("usage", `gateway.host ${host}: ${words}`);
  }
  const read = tokens === undefined ? null : readTokens(tokens);
  const folder = await takeFolder(state);
  try {
    return await start(options, read, folder);
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function start(options: StartOptions, tokens: Tokens | null, folder: StateFolder): Promise<Gateway> {
  const { gateway: settings, screening: set, model, tell, onFault, arrivalMs = ARRIVAL_MS } = options;
  const country = countryOf(settings.country);
  const listings = new Listings(settings, country);
  for (const remark of listings.readFiles().remarks) tell(remark);
  const cases = new Cases(settings.windowDays);
  const last: Last = { started: null, isClean: false };
  const { journal, tornBytes } = await Journal.open(folder.journal, (entry) => {
    if (entry.what === "start") Object.assign(last, { started: entry, isClean: false });
    if (entry.what === "stop") last.isClean = true;
    replay(entry, { cases, listings });
  });
  const metrics = new Metrics();
  const delay = new ThreadDelay();
  try {
    if (tornBytes > 0) {
      tell(`the journal ended in mid-line: ${tornBytes} bytes, which were never accepted, are cut off`);
    }
    refuseOtherForm(settings, folder, last.started);
    const screenerOptions = (): ScreenerOptions => {
      const templates = listings.templates();
      const blocklist = listings.entries();
      const lists = templates === null ? { blocklist } : { blocklist, templates };
      return { ...lists, country: settings.country, set, ...(model === undefined ? {} : { model }) };
    };
    const screening = await startScreening(screenerOptions, folder, last, tell);
    for (const remark of screening.remarks) tell(remark);
    listings.onChange = (change) => screening.changeList(change);

    const times = new EventTimes(settings.times, metrics, screening.current.latestMs);
    const desk = new VerdictDesk({ screening, times, country, explained: settings.explained, metrics });
    const rebuild = (): Promise<number> => screening.rebuild(screenerOptions);
    const feed = new Feed({ journal, listings, cases, screening, rebuild, country, desk });
    const closing = new AbortController();
    // Each stream adds a listener.
    setMaxListeners(0, closing.signal);
    let savedMs = Date.now();
    const casesByState = (): Record<string, number> =>
      Object.fromEntries(CASE_STATES.map((state) => [`state="${state}"`, cases.inState(state).length]));
    const gauges: readonly (readonly [string, string, () => number | Record<string, number>])[] = [
      ["tables_version", "Version of the tables in use.", () => screening.number],
      ["listed", "Entries of the blocklist.", () => screening.current.listed ?? 0],
      ["cases", "Cases by state.", casesByState],
      ["journal_bytes", "Size of the journal.", () => journal.bytes],
      ["waiting_seconds", "How long the next event may wait.", () => delay.ms / 1000],
      ["history_age_seconds", "Seconds since the callers' history was saved.", () => (Date.now() - savedMs) / 1000],
    ];
    for (const [name, help, value] of gauges) metrics.gauge(`ringfence_${name}`, help, value);
    const parts = { settings, desk, feed, delay, metrics, tokens, arrivalMs, onFault };
    const app = createGatewayApp({ ...parts, page: readPageFiles(), closing: closing.signal });
    const { host, port } = settings;
    const server = await openServer({ host, port, answer: app.fetch, onFault, requestMs: 0, closeMs: CLOSE_MS });
    await journal.append({ what: "start", ...byGateway(), version: packageVersion(), times: settings.times });

    // A save is one turn of the thread, so two never overlap.
    const save = async (): Promise<void> => {
      const beganMs = Date.now();
      await screening.current.save(folder.history).catch(unlessOff);
      savedMs = beganMs;
    };
    const timer = setInterval(() => void save().catch(onFault), settings.saveSeconds * 1000).unref();
    return {
      url: server.url,
      async reload() {
        const { number, remarks } = await feed.reload();
        for (const words of [...remarks, ...screening.remarks, `reloaded: tables ${number}`]) tell(words);
      },
      async close() {
        closing.abort();
        clearInterval(timer);
        await server.close();
        delay.stop();
        try {
          await save();
          // Without this line the next gateway knows that history is missing.
          await journal.append({ what: "stop", ...byGateway() });
        } finally {
          await journal.close();
          folder.release();
        }
      },
    };
  } catch (error) {
    delay.stop();
    await journal.close();
    throw error;
  }
}

function byGateway(): { readonly at: string; readonly by: string } {
  return { at: new Date().toISOString(), by: "gateway" };
}

type Started = Extract<JournalEntry, { readonly what: "start" }>;

/** The last run of a gateway in this folder, by its journal. */
interface Last {
  readonly started: Started | null;
  /** Whether it saved and ended in order. */
  isClean: boolean;
}

/** Throws RingfenceError "config" where the history was saved with another setting of `gateway.times`. */
function refuseOtherForm({ times }: GatewayOptions, { history }: StateFolder, last: Started | null): void {
  if (!existsSync(history) || last?.times === undefined || last.times === times) return;
  throw new RingfenceError(
    "config",
    `${printable(history)}: its times were ${last.times}, and gateway.times states ${times}: state ${last.times}, or ` +
      "move this file away, and callers begin without a history",
  );
}

/** Starts screening with the saved history of callers, where it is there and can be used. */
async function startScreening(
  options: () => ScreenerOptions,
  folder: StateFolder,
  { started, isClean }: Last,
  tell: (words: string) => void,
): Promise<Screening> {
  const screening = await Screening.start(options());
  const { history, journal } = folder;
  if (!existsSync(history)) {
    if (started !== null && !isClean)
      tell("the last gateway was killed before it saved, or could not: callers begin without a history");
    return screening;
  }
  if (started === null) {
    tell(
      `${printable(journal)} is missing or empty, and a gateway has run in this folder: its complaints, listings and ` +
        "decisions are lost. If you have a copy of the journal, put it back and start again",
    );
  } else if (!isClean) {
    const savedAt = statSync(history).mtime.toISOString();
    tell(
      `the last gateway was killed, or could not save: what callers did after ${savedAt} is missing from their history`,
    );
  }
  try {
    await screening.current.restore(history).catch(unlessOff);
  } catch (error) {
    if (!(error instanceof RingfenceError) || error.code !== "config") throw error;
    tell(`${error.message}; it is put aside as ${putAside(history)}`);
    return screening;
  }
  const { latestMs } = screening.current;
  if (latestMs === null || (latestMs > Date.now() - OLDEST_MS && latestMs < Date.now() + DAY_MS)) return screening;
  const when = `its last event is of ${new Date(latestMs).toISOString()}, by a clock that was wrong`;
  tell(`${printable(history)}: ${when}; it is put aside as ${putAside(history)}`);
  return Screening.start(options());
}

/** Without the stage behaviour there is no history to save or restore. */
function unlessOff(error: unknown): void {
  if (!(error instanceof RingfenceError) || error.code !== "usage") throw error;
}
