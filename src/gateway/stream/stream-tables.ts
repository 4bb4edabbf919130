/**
 * Lists, model and settings of a stream, under numbers: they lie on the server, and each partition is told in its own
 * input from where on they count. So whoever replays the input switches at the same place.
 */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { packageVersion } from "../../core/version.ts";
import type { ScreeningTables } from "../../detect/screening.ts";
import { StageTables } from "../../detect/tables.ts";
import { CHINA, countryOf } from "../../rows/country.ts";
import { buildInThread, type BuiltTables, LISTS, type ListName } from "../../screen/built-tables.ts";
import { loadScreening } from "../../screen/setup.ts";
import { withSettings } from "../../screen/settings.ts";
import { Listings } from "../listings.ts";
import type { Broker } from "./broker.ts";
import { frame, unframe } from "./frame.ts";

/** The front that tells of tables: no other may have its name. */
export const TABLES_FRONT = "tables";
const KEY = "tables";

const contentSchema = z.strictObject({
  country: z.string().length(2),
  threshold: z.int().nullable(),
  set: z.array(z.string()),
  /** Each with the end of its name, and the file in base64; `model` may also be `starter` or `none`. */
  lists: z.partialRecord(z.enum(LISTS), z.strictObject({ ending: z.string().max(16), base64: z.string() })),
  model: z.enum(["starter", "none"]).nullable(),
  /** Numbers, senders' names and domains that are listed too, by complaints; and whom no complaint lists. */
  listed: z.array(z.string()),
  benign: z.array(z.string()),
});
export type TablesContent = z.output<typeof contentSchema>;

const switchSchema = z.strictObject({ tables: z.int().min(1) });
const placeSchema = z.strictObject({ pieces: z.array(z.int()) });
/** Whoever writes it has made them the next; then their place is noted under their number, and they are told of. */
const latestSchema = z.strictObject({ number: z.int().positive(), ...placeSchema.shape });
type Latest = z.output<typeof latestSchema>;

/** What a stream screens with before it is told otherwise. */
const FIRST_TABLES = 0;

/** Tables by number, as far as somebody asked for them. */
export class TablesShelf {
  readonly #broker: Broker;
  readonly #built = new Map<number, Promise<ScreeningTables>>();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** Throws RingfenceError "config" where they are not there, or cannot be used. */
  get(number: number): Promise<ScreeningTables> {
    let built = this.#built.get(number);
    if (built === undefined) {
      built = number === FIRST_TABLES ? shipped() : this.#fetch(number);
      this.#built.set(number, built);
      built.catch(() => this.#built.delete(number));
    }
    return built;
  }

  async #fetch(number: number): Promise<ScreeningTables> {
    const place = await this.#broker.key(`${KEY}.${number}`, placeSchema);
    if (place === null) throw new RingfenceError("config", `there are no tables ${number} in this stream`);
    const { normaliser, handles } = await build(await readContent(this.#broker, { number, ...place.value }));
    return new StageTables(normaliser).attach(handles);
  }
}

async function readContent(broker: Broker, { number, pieces }: Latest): Promise<TablesContent> {
  const bytes = await broker.doing(`read tables ${number}`, () => broker.blob(pieces));
  const parsed = contentSchema.safeParse(JSON.parse(bytes.toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new RingfenceError("config", `tables ${number}: another version of ringfence wrote them`);
}

/** What counts by now, or is about to. */
export async function latestContent(broker: Broker): Promise<TablesContent> {
  const latest = await broker.key(KEY, latestSchema);
  return latest === null ? NO_CHANGE : readContent(broker, latest.value);
}

async function shipped(): Promise<ScreeningTables> {
  return (await loadScreening({})).tables;
}

/** The version of ringfence, and a digest of the tables that ship with it: others would come to other verdicts. */
export async function programName(): Promise<string> {
  const hash = createHash("sha256");
  const add = (value: unknown): void => {
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) hash.update(new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (typeof value === "object" && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        hash.update(`${name} `);
        add(one);
      }
    } else hash.update(`${typeof value} ${String(value)}\n`);
  };
  add((await loadScreening({})).handles);
  return `${packageVersion()} (tables ${hash.digest("hex").slice(0, 8)})`;
}

/** Throws RingfenceError as `loadScreening` does. */
async function build({ country, threshold, set, lists, model, listed }: TablesContent): Promise<BuiltTables> {
  const written = Object.entries(lists);
  const folder = written.length === 0 ? null : await mkdtemp(join(tmpdir(), "ringfence-tables-"));
  try {
    const files: Partial<Record<ListName, string>> = {};
    for (const [name, { ending, base64 }] of written) {
      const file = join(folder!, `${name}${ending.replaceAll(/[^\w.]/g, "")}`);
      await writeFile(file, Buffer.from(base64, "base64"));
      files[name as ListName] = file;
    }
    const settings = withSettings({ set, thresholdPermille: threshold ?? undefined });
    const listings = new Listings({ blocklist: files.blocklist }, countryOf(country));
    if (listed.length > 0) await listings.readFiles();
    listings.change({ add: listed, remove: [], addTemplates: [], removeTemplates: [] });
    const blocklist = listed.length > 0 ? listings.packed() : files.blocklist;
    return await buildInThread({ ...settings, ...(model === null ? {} : { model }), ...files, blocklist, country });
  } catch (error) {
    // Whoever reads it knows the option, and not the folder.
    if (!(error instanceof RingfenceError) || folder === null) throw error;
    const message = error.message.replaceAll(new RegExp(`${folder}/(\\w+)[\\w.]*`, "g"), "--$1");
    throw new RingfenceError(error.code, message, { cause: error });
  } finally {
    if (folder !== null) await rm(folder, { recursive: true });
  }
}

export const NO_CHANGE: TablesContent = {
  country: CHINA.code,
  threshold: null,
  set: [],
  lists: {},
  model: null,
  listed: [],
  benign: [],
};

/**
 * Publishes what `changed` makes of the latest; null: nothing. Builds them, so that what cannot be used is refused
 * before anybody is told, and so is who may not tell; then tells all partitions. Where an earlier call came half way,
 * that is ended first. Returns their number. Throws RingfenceError "io" where another does the same meanwhile.
 */
export async function publishTables(
  broker: Broker,
  partitions: number,
  changed: (before: TablesContent) => TablesContent | null,
): Promise<number | null> {
  const before = await broker.key(KEY, latestSchema);
  const content = changed(before === null ? NO_CHANGE : await readContent(broker, before.value));
  if (content !== null) await build(content);
  await mayTellOfTables(broker, partitions);
  if (before !== null) await announce(broker, partitions, before.value);
  if (content === null) return null;
  const number = (before?.value.number ?? FIRST_TABLES) + 1;
  const bytes = Buffer.from(JSON.stringify(content));
  const latest = await broker.doing("store tables", async () => {
    const pieces = await broker.putBlob(KEY, bytes);
    // Whoever does the same meanwhile gets the number, or is told that it is taken.
    await broker.change(KEY, { number, pieces } satisfies Latest, before?.revision ?? 0);
    return { number, pieces };
  });
  await announce(broker, partitions, latest);
  return number;
}

/** Throws RingfenceError "config" for a user who may not: before anything is written. */
export async function mayTellOfTables(broker: Broker, partitions: number): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const subject = broker.eventsSubject(partition, TABLES_FRONT);
    await broker.doing("change tables", () => broker.mayPublish(subject));
  }
}

async function announce(broker: Broker, partitions: number, { number, pieces }: Latest): Promise<void> {
  await broker.doing("store tables", () => broker.change(`${KEY}.${number}`, { pieces }, 0));
  for (let partition = 0; partition < partitions; partition++) {
    const subject = broker.eventsSubject(partition, TABLES_FRONT);
    const last = await broker.last(broker.eventsStream, subject);
    if (last !== null && readSwitch(last.data, subject) >= number) continue;
    const message = frame("RFT1", { tables: number }, {}, {});
    await broker.doing("tell of tables", () => broker.append(broker.eventsStream, subject, message, last?.seq ?? 0));
  }
}

/** The number of the tables that count from a message on. Throws RingfenceError "config" for anything else. */
export function readSwitch(message: Uint8Array, where: string): number {
  return unframe("RFT1", message, switchSchema, () => ({}), where).head.tables;
}
