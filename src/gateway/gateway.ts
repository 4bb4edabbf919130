/** The gateway: what it is put together of, how it starts from what the last one left, and how it ends. */
import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import { existsSync, statSync } from "node:fs";
import { readBounded } from "../core/file/bounded-file.ts";
import { RingfenceError } from "../core/errors.ts";
import { readPageFiles } from "../core/http/page-files.ts";
import { printable } from "../core/terminal/printable.ts";
import { packageVersion } from "../core/version.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { FINDERS } from "../detect/finders.ts";
import { STARTER_MODEL } from "../detect/learned/models.ts";
import { type Country, countryOf } from "../rows/country.ts";
import { LISTS } from "../screen/built-tables.ts";
import { createScreener, type Screener } from "../screen/screener.ts";
import type { ScreenerOptions } from "../screen/screener-options.ts";
import { createGatewayApp } from "./app.ts";
import { Cases } from "./cases.ts";
import { clockMs, nowWritten } from "./clock.ts";
import { driftOf } from "./drift.ts";
import { ARRIVAL_MS, Entrance } from "./entrance.ts";
import { doAgain, Feed } from "./feed.ts";
import { Journal } from "./journal.ts";
import { Listings } from "./listings.ts";
import { Arrivals, Rates, Waiting } from "./load.ts";
import { Metrics } from "./metrics.ts";
import { Overview } from "./overview.ts";
import type { OverviewAnswer } from "./protocol.ts";
import { ScoreSample, type Scoring } from "./score-sample.ts";
import { type GatewaySettings, shadowSettings } from "./settings.ts";
import { Shadow, type ShadowOptions } from "./shadow.ts";
import { StateFolder } from "./state-folder.ts";
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

/**
 * Throws RingfenceError: "usage" where others could reach it without tokens or TLS; "config" and "io" for files that
 * cannot be used, and an address that cannot be had.
 */
export async function startGateway(options: StartOptions): Promise<Gateway> {
  const { gateway: settings, tell, onFault } = options;
  const entrance = new Entrance(settings);
  for (const remark of entrance.tokens?.remarks ?? []) tell(remark);
  const page = readPageFiles();
  const folder = await StateFolder.take(settings.state);
  try {
    return await start(options, folder);
  } catch (error) {
    folder.release();
    throw error;
  }

  async function start({ investigations, model }: StartOptions, state: StateFolder): Promise<Gateway> {
    const country = countryOf(settings.country);
    const listings = new Listings(settings, country);
    for (const remark of await listings.readFiles()) tell(remark);
    const cases = new Cases(investigations);
    let last: Last = null;
    const { journal, tornBytes } = await Journal.open(state.journal, (entry) => {
      if (entry.what === "start" || entry.what === "stop") last = entry.what;
      const remark = doAgain(entry, { cases, listings });
      if (remark !== null) tell(remark);
    });
    if (tornBytes > 0)
      tell(`the journal ended in mid-line: ${tornBytes} bytes, of what was never accepted, are cut off`);
    if (last === null && (state.hasHistory || existsSync(state.scores))) {
      tell(
        `${printable(state.journal)} is missing or empty, and a gateway has run in this folder: complaints, listings ` +
          "and decisions of then are lost; put the journal back, and start again, where there is a copy of it",
      );
    }
    const screening = screeningOf(options, listings);
    const screener = await screenerOf(screening, tell);
    await restoreHistory(screener, state, last, tell);

    const metrics = new Metrics();
    const waiting = new Waiting(undefined, () => 0);
    const arrivalMs = options.arrivalMs ?? ARRIVAL_MS;
    const arrivals = new Arrivals(arrivalMs);
    const shadow =
      settings.shadow === undefined
        ? null
        : await Shadow.start({
            ...shadowOf(settings.shadow, screening),
            history: state.hasHistory ? state.history : null,
            country,
            waiting,
            deadlineMs: settings.deadlineMs,
            metrics,
            tell,
          });
    const scores = await scoresOf(screener, country, state, options);
    listings.onChange = (change) => {
      screener.changeList(change);
      const { number } = screener.version;
      shadow?.change(change, number);
      scores?.listed(change.add, true);
      scores?.listed(change.remove, false);
    };
    const drift = () => (scores === null ? null : driftOf(scores));
    const overview = new Overview({ screener, cases, waiting, country, drift, shadow });
    const watchers = [overview, scores, shadow].filter((one) => one !== null);
    const desk = new VerdictDesk(screener, country, settings.explained, metrics, watchers);
    const feed = new Feed({
      journal,
      listings,
      cases,
      screener: shadow === null ? screener : inBoth(screener, shadow, listings),
      country,
      desk,
      isByRule: settings.decidedBy === "complaints",
    });
    const closing = new AbortController();
    // A listener for each stream.
    setMaxListeners(0, closing.signal);
    let savedMs = clockMs();
    addGauges(metrics, { screener, cases, journal, waiting, drift, savedMs: () => savedMs });
    const app = createGatewayApp({
      settings,
      desk,
      feed,
      screener,
      tokens: entrance.tokens,
      waiting,
      rates: new Rates(settings.rate),
      arrivals,
      metrics,
      overview,
      shadow,
      scores,
      page,
      notReady: () => (closing.signal.aborted ? "the gateway is closing" : null),
      closing: closing.signal,
      arrivalMs,
      onFault,
    });
    let opened: Awaited<ReturnType<Entrance["open"]>>;
    try {
      opened = await entrance.open((request, connection) => app.fetch(request, { connection }), onFault);
    } catch (error) {
      await shadow?.close();
      await journal.close();
      throw error;
    }
    await journal.append({ what: "start", ...by(), version: packageVersion() });
    await feed.catchUp();

    let saving: Promise<void> = Promise.resolve();
    const save = (): Promise<void> => {
      const saved = saving.then(async () => {
        const beganMs = clockMs();
        await screener.save(state.history).catch(unlessOff);
        await scores?.save(state.scores);
        savedMs = beganMs;
      });
      saving = saved.catch(() => {});
      return saved;
    };
    const timer = setInterval(() => void save().catch(onFault), settings.saveSeconds * 1000).unref();

    return {
      url: opened.url,
      async reload() {
        const { number, remarks } = await feed.reload(model);
        const scoring = scoringOf(screener);
        if (scores !== null && scoring !== null && scoring.by !== scores.scoring.by) scores.begin(scoring);
        for (const words of [...remarks, `reloaded: tables ${number}`]) tell(words);
      },
      async close() {
        closing.abort();
        clearInterval(timer);
        await opened.end();
        waiting.stop();
        arrivals.stop();
        try {
          await save();
          // Without it the next one says what is missing from the history.
          await journal.append({ what: "stop", ...by() });
        } finally {
          await shadow?.close();
          await journal.close();
          state.release();
        }
      },
    };
  }
}

function by(): { readonly at: string; readonly by: string } {
  return { at: nowWritten(), by: "gateway" };
}

/** What events are screened with, to begin with. */
function screeningOf({ gateway, screening, model }: StartOptions, listings: Listings): ScreenerOptions {
  const templates = listings.templates();
  listings.isTextsChanged = false;
  return {
    blocklist: listings.packed().entries(),
    country: gateway.country,
    set: screening,
    ...(templates === null ? {} : { templates }),
    ...(model === undefined ? {} : { model }),
  };
}

/** The same, but for what a file states. */
function shadowOf(file: string, inForce: ScreenerOptions): Pick<ShadowOptions, "options" | "differs" | "ownModel"> {
  const before = [inForce.set ?? []].flat();
  const set = shadowSettings(file, before);
  const differs = set.filter((setting) => !before.includes(setting));
  // A model that it names stands above that of the gateway.
  const { model, ...rest } = inForce;
  const own = differs.find((setting) => setting.startsWith(OWN_MODEL));
  const ownModel = own === undefined ? null : String(JSON.parse(own.slice(OWN_MODEL.length)));
  return {
    options: { ...rest, set, ...(own !== undefined || model === undefined ? {} : { model }) },
    differs,
    ownModel,
  };
}

const OWN_MODEL = "screening.model=";

/** Lists are those of both, each between the same two events. */
function inBoth(screener: Screener, shadow: Shadow, listings: Listings): Pick<Screener, "reload" | "version"> {
  return {
    get version() {
      return screener.version;
    },
    async reload(given) {
      const version = await screener.reload(given);
      // With what was listed meanwhile.
      const blocklist = given?.blocklist === undefined ? {} : { blocklist: listings.packed() };
      shadow.reload({ ...given, ...blocklist }, version.number);
      return version;
    },
  };
}

async function screenerOf(options: ScreenerOptions, tell: (words: string) => void): Promise<Screener> {
  const screener = await createScreener(options);
  // The first event takes twenty times as long as the others. This one leaves nothing behind.
  screener.screen({ caller: "10086", text: "https://www.example.com/1" });
  // An empty list is how a gateway begins.
  for (const remark of screener.remarks) if (!remark.startsWith("blocklist is empty")) tell(remark);
  return screener;
}

/** How the last gateway left the journal; null: none did. */
type Last = "start" | "stop" | null;

async function restoreHistory(
  screener: Screener,
  folder: StateFolder,
  last: Last,
  tell: (words: string) => void,
): Promise<void> {
  if (!folder.hasHistory) {
    if (last === "start")
      tell("the last gateway was killed before it saved, or could not: callers begin without a history");
    return;
  }
  if (last === "start") {
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

/** Scores of the last day as the last gateway left them. Null: nothing has a score. */
async function scoresOf(
  screener: Screener,
  country: Country,
  folder: StateFolder,
  { tell }: StartOptions,
): Promise<ScoreSample | null> {
  const scoring = scoringOf(screener);
  if (scoring === null) return null;
  const scores = new ScoreSample(scoring, country);
  if (!existsSync(folder.scores)) return scores;
  try {
    if (await scores.restore(folder.scores)) return scores;
    tell("events are scored otherwise than before: drift and thresholds begin a day anew");
  } catch (error) {
    if (!(error instanceof RingfenceError) || error.code !== "config") throw error;
    tell(error.message);
  }
  return scores;
}

const MAX_MODEL_BYTES = 1 << 28;

/** By what events get their scores; null: the stage classify is off. */
function scoringOf({ tables, version }: Screener): Scoring | null {
  const settings = (tables[CLASSIFY.name] as ClassifierSettings | null | undefined) ?? null;
  if (settings === null) return null;
  const stages = FINDERS.filter(({ name }) => (tables[name] ?? null) !== null).map(({ name }) => name);
  const source = version.model?.source ?? null;
  const isFile = source !== null && source !== STARTER_MODEL && existsSync(source);
  const hash = isFile ? createHash("sha256").update(readBounded(source, MAX_MODEL_BYTES)).digest("hex") : null;
  return { by: JSON.stringify([stages, source, hash]), settings };
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
  readonly drift: () => OverviewAnswer["drift"];
  readonly savedMs: () => number;
}

function addGauges(metrics: Metrics, { screener, cases, journal, waiting, drift, savedMs }: Gauged): void {
  metrics.gauge("ringfence_score_drift", "Population stability index of scores, last day against first.", () =>
    Object.fromEntries(
      Object.entries(drift() ?? {}).flatMap(([of, found]) => (found === null ? [] : [[`class="${of}"`, found.index]])),
    ),
  );
  metrics.gauge("ringfence_tables_version", "Number of the tables in force.", () => screener.version.number);
  metrics.gauge("ringfence_table_age_seconds", "Seconds since a table was loaded.", () =>
    Object.fromEntries(
      LISTS.flatMap((list) => {
        const since = screener.version[list]?.since;
        return since === undefined ? [] : [[`table="${list}"`, (clockMs() - since.getTime()) / 1000]];
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
    return (clockMs() - savedMs()) / 1000;
  });
}
