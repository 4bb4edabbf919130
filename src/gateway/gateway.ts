/** The gateway: what it is put together of, how it starts from what the last one left, and how it ends. */
import { setMaxListeners } from "node:events";
import { statSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { readBounded } from "../core/file/bounded-file.ts";
import { messageOf, RingfenceError } from "../core/errors.ts";
import { isLoopback } from "../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, listen, type Tls, urlOf } from "../core/http/limited-server.ts";
import { readPageFiles } from "../core/http/page-files.ts";
import { printable } from "../core/terminal/printable.ts";
import { packageVersion } from "../core/version.ts";
import { countryOf } from "../rows/country.ts";
import { LISTS } from "../screen/built-tables.ts";
import { createScreener, type Screener } from "../screen/screener.ts";
import { createGatewayApp } from "./app.ts";
import { Cases } from "./cases.ts";
import { doAgain, Feed } from "./feed.ts";
import { Journal, type JournalEntry } from "./journal.ts";
import { Listings } from "./listings.ts";
import { Arrivals, Rates, Waiting } from "./load.ts";
import { Metrics } from "./metrics.ts";
import { Overview } from "./overview.ts";
import type { GatewayOptions, GatewaySettings } from "./settings.ts";
import { StateFolder } from "./state-folder.ts";
import { Tokens } from "./tokens.ts";
import { VerdictDesk } from "./verdict-desk.ts";

export interface StartOptions extends GatewaySettings {
  /** Model of the stage learned: none, starter, or a file. */
  readonly model?: string | undefined;
  /** Words for whoever runs it, a line each. */
  readonly tell: (words: string) => void;
  readonly onFault: (fault: unknown) => void;
  /** For tests: in which a body must arrive. */
  readonly arrivalMs?: number | undefined;
}

export interface Gateway {
  /** Where it listens. */
  readonly url: string;
  /** Reads files of lists and the model anew; throws RingfenceError where they cannot be used: all stays as it was. */
  reload(): Promise<void>;
  /** Takes no more events, answers those that it has, saves, and ends. Throws RingfenceError "io" where it cannot. */
  close(): Promise<void>;
}

const MAX_PEM_BYTES = 1 << 20;
/** In which a body must arrive, and a line of a stream that has begun. */
const ARRIVAL_MS = 10_000;
/** In which requests that were taken must be answered, at the end. */
const CLOSE_MS = 5000;

/**
 * Throws RingfenceError: "usage" where others could reach it without tokens or TLS; "config" and "io" for files that
 * cannot be used, and an address that cannot be had.
 */
export async function startGateway(options: StartOptions): Promise<Gateway> {
  const { gateway: settings, tell, onFault } = options;
  const tokens = settings.tokens === undefined ? null : Tokens.read(settings.tokens);
  const tls = tlsOf(settings);
  refuseExposure(settings, tokens, tls);
  const page = readPageFiles();
  const folder = new StateFolder(settings.state);
  try {
    return await start(options, folder, tokens, tls);
  } catch (error) {
    folder.release();
    throw error;
  }

  async function start(
    { investigations, model }: StartOptions,
    state: StateFolder,
    knownTokens: Tokens | null,
    usedTls: Tls | undefined,
  ): Promise<Gateway> {
    const country = countryOf(settings.country);
    const listings = new Listings(settings, country);
    for (const remark of await listings.readFiles()) tell(remark);
    const cases = new Cases(investigations);
    const { journal, entries, tornBytes } = await Journal.open(state.journal);
    if (tornBytes > 0)
      tell(`the journal ended in mid-line: ${tornBytes} bytes, of what was never accepted, are cut off`);
    for (const entry of entries) doAgain(entry, { cases, listings });
    const screener = await screenerOf(options, listings);
    await restoreHistory(screener, state, entries, tell);

    const metrics = new Metrics();
    const waiting = new Waiting();
    const arrivalMs = options.arrivalMs ?? ARRIVAL_MS;
    const arrivals = new Arrivals(arrivalMs);
    const overview = new Overview({ screener, cases, waiting, country });
    const desk = new VerdictDesk(screener, country, settings.explained, metrics, [overview]);
    const feed = new Feed({
      journal,
      listings,
      cases,
      screener,
      country,
      desk,
      isByRule: settings.decidedBy === "complaints",
    });
    const closing = new AbortController();
    // A listener for each stream.
    setMaxListeners(0, closing.signal);
    let savedMs = Date.now();
    addGauges(metrics, { screener, cases, journal, waiting, savedMs: () => savedMs });
    const app = createGatewayApp({
      settings,
      desk,
      feed,
      screener,
      tokens: knownTokens,
      waiting,
      rates: new Rates(settings.rate),
      arrivals,
      metrics,
      overview,
      page,
      notReady: () => (closing.signal.aborted ? "the gateway is closing" : null),
      closing: closing.signal,
      arrivalMs,
      onFault,
    });
    const server = createLimitedServer(
      // Bodies and streams have limits of their own.
      { ...CONNECTIONS, max: settings.connections, requestMs: 0 },
      (request, connection) => app.fetch(request, { connection }),
      onFault,
      usedTls,
    );
    try {
      await listen(server, settings.host, settings.port);
    } catch (error) {
      await journal.close();
      throw error;
    }
    await journal.append({ what: "start", ...by(), version: packageVersion() });
    await feed.catchUp();

    let saving: Promise<void> = Promise.resolve();
    const save = (): Promise<void> => {
      const saved = saving.then(async () => {
        const beganMs = Date.now();
        await screener.save(state.history).catch(unlessOff);
        savedMs = beganMs;
      });
      saving = saved.catch(() => {});
      return saved;
    };
    const timer = setInterval(() => void save().catch(onFault), settings.saveSeconds * 1000).unref();

    const url = urlOf(settings.host, (server.address() as AddressInfo).port);
    return {
      url: usedTls === undefined ? url : url.replace(/^http:/, "https:"),
      async reload() {
        const { number, remarks } = await feed.reload(model);
        for (const words of [...remarks, `reloaded: tables ${number}`]) tell(words);
      },
      async close() {
        closing.abort();
        clearInterval(timer);
        await ended(server);
        waiting.stop();
        arrivals.stop();
        try {
          await save();
          // Without it the next one says what is missing from the history.
          await journal.append({ what: "stop", ...by() });
        } finally {
          await journal.close();
          state.release();
        }
      },
    };
  }
}

function by(): { readonly at: string; readonly by: string } {
  return { at: new Date().toISOString(), by: "gateway" };
}

function tlsOf({ tlsCert, tlsKey }: GatewayOptions): Tls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new RingfenceError("usage", "TLS needs both gateway.tlsCert and gateway.tlsKey");
  }
  const tls = { cert: readBounded(tlsCert, MAX_PEM_BYTES), key: readBounded(tlsKey, MAX_PEM_BYTES) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new RingfenceError(
      "config",
      `gateway.tlsCert ${printable(tlsCert)}, gateway.tlsKey ${printable(tlsKey)}: expected a certificate and the key ` +
        `of it, both in PEM: ${messageOf(cause)}`,
      { cause },
    );
  }
  return tls;
}

/** Whoever can reach it could have events screened, and list numbers. */
function refuseExposure({ host, behindProxy }: GatewayOptions, tokens: Tokens | null, tls: Tls | undefined): void {
  if (isLoopback(host)) return;
  if (tokens === null) {
    throw new RingfenceError(
      "usage",
      `gateway.host ${host}: others can reach this address: name a file of tokens with gateway.tokens`,
    );
  }
  if (tls === undefined && !behindProxy) {
    throw new RingfenceError(
      "usage",
      `gateway.host ${host}: tokens would pass in the clear: name gateway.tlsCert and gateway.tlsKey, or state ` +
        "gateway.behindProxy=true where a proxy adds TLS",
    );
  }
}

async function screenerOf({ gateway, screening, model, tell }: StartOptions, listings: Listings): Promise<Screener> {
  const templates = listings.templates();
  listings.isTextsChanged = false;
  const screener = await createScreener({
    blocklist: listings.entries(),
    country: gateway.country,
    set: screening,
    ...(templates === null ? {} : { templates }),
    ...(model === undefined ? {} : { model }),
  });
  // The first event takes twenty times as long as the others. This one leaves nothing behind.
  screener.screen({ caller: "10086", text: "https://www.example.com/1" });
  // An empty list is how a gateway begins.
  for (const remark of screener.remarks) if (!remark.startsWith("blocklist is empty")) tell(remark);
  return screener;
}

async function restoreHistory(
  screener: Screener,
  folder: StateFolder,
  entries: readonly JournalEntry[],
  tell: (words: string) => void,
): Promise<void> {
  const hasRun = entries.some(({ what }) => what === "start");
  const last = entries.findLast(({ what }) => what === "start" || what === "stop");
  if (!folder.hasHistory) {
    if (hasRun && last?.what !== "stop")
      tell("the last gateway was killed before it saved, or could not: callers begin without a history");
    return;
  }
  if (last?.what !== "stop") {
    const savedAt = statSync(folder.history).mtime.toISOString();
    tell(
      `the last gateway was killed, or could not save: what callers did after ${savedAt} is missing from their history`,
    );
  }
  try {
    await screener.restore(folder.history).catch(unlessOff);
  } catch (error) {
    if (!(error instanceof RingfenceError) || error.code !== "config") throw error;
    tell(`${error.message}; it is put aside as ${folder.setAsideHistory()}`);
  }
}

/** Where the stage behaviour is off there is nothing to keep. */
function unlessOff(error: unknown): void {
  if (!(error instanceof RingfenceError) || error.code !== "usage") throw error;
}

interface Gauged {
  readonly screener: Screener;
  readonly cases: Cases;
  readonly journal: Journal;
  readonly waiting: Waiting;
  readonly savedMs: () => number;
}

function addGauges(metrics: Metrics, { screener, cases, journal, waiting, savedMs }: Gauged): void {
  metrics.gauge("ringfence_tables_version", "Number of the tables in force.", () => screener.version.number);
  metrics.gauge("ringfence_table_age_seconds", "Seconds since a table was loaded.", () =>
    Object.fromEntries(
      LISTS.flatMap((list) => {
        const since = screener.version[list]?.since;
        return since === undefined ? [] : [[`table="${list}"`, (Date.now() - since.getTime()) / 1000]];
      }),
    ),
  );
  metrics.gauge("ringfence_listed", "Entries of the blocklist.", () => screener.version.blocklist?.entries ?? 0);
  metrics.gauge("ringfence_cases", "Cases by state.", () =>
    Object.fromEntries(Object.entries(cases.counts).map(([state, count]) => [`state="${state}"`, count])),
  );
  metrics.gauge("ringfence_journal_bytes", "Size of the journal.", () => journal.bytes);
  metrics.gauge(
    "ringfence_waiting_seconds",
    "How long the next event may have waited.",
    () => waiting.longestMs / 1000,
  );
  metrics.gauge("ringfence_history_age_seconds", "Seconds since the history of callers was saved.", () => {
    return (Date.now() - savedMs()) / 1000;
  });
}

/** Resolves when all that was asked is answered, or after a while. */
async function ended(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(timer);
}
