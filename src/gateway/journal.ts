/**
 * A file with a line for each complaint, listing and decision that was accepted. Lines are only added. After a crash
 * all lines are done again, and people can read who changed what. A line is on the disk (fdatasync) before its request
 * is answered. Lines that come during a sync share the next sync. `chain`, last in a line, is a hash of the line and of
 * the chain before it, so that an altered or missing line shows.
 */
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { diskError } from "../core/file/disk-error.ts";
import { readLines } from "../core/file/bounded-file.ts";
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { CASE_ID } from "./cases.ts";
import { NUMBER_FORMS } from "./event-time.ts";

const suspect = z.strictObject({
  about: z.enum(["caller", "domain", "text"]),
  key: z.string(),
  case: z.string().regex(CASE_ID),
});
const texts = z.array(z.string()).readonly();
const made = { at: z.iso.datetime(), by: z.string() };

const entrySchema = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("start"),
    ...made,
    version: z.string(),
    times: z.enum(NUMBER_FORMS).optional(),
  }),
  z.strictObject({ what: z.literal("stop"), ...made }),
  z.strictObject({ what: z.literal("reload"), ...made, tables: z.int() }),
  z.strictObject({
    what: z.literal("complaint"),
    ...made,
    suspects: z.array(suspect),
    text: z.string().nullable(),
    reporter: z.string(),
  }),
  z.strictObject({
    what: z.literal("decision"),
    ...made,
    // The whole suspect: the line that opened its case may be missing.
    suspect,
    decision: z.enum(["fraud", "benign"]),
    templates: z.boolean(),
    scripts: texts,
  }),
  z.strictObject({
    what: z.literal("list"),
    ...made,
    add: texts,
    remove: texts,
    addTemplates: texts,
    removeTemplates: texts,
    why: z.string().nullable(),
  }),
]);
export type JournalEntry = z.output<typeof entrySchema>;

interface PendingLine {
  readonly entry: JournalEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Journal {
  readonly #path: string;
  readonly #file: FileHandle;
  #bytes: number;
  /** Of the last line. */
  #chain: string;
  /** Whether the file may end with part of a line. It is cut off before more is written. */
  #isTorn = false;
  #pending: PendingLine[] = [];
  #writing: Promise<void> | null = null;

  private constructor(path: string, file: FileHandle, bytes: number, chain: string) {
    this.#path = path;
    this.#file = file;
    this.#bytes = bytes;
    this.#chain = chain;
  }

  /**
   * Opens or makes the file and gives each entry to `take`, in order. An incomplete last line was never accepted: it
   * is cut off, and `tornBytes` is its length. Throws RingfenceError: "io" where the file cannot be opened, "config"
   * where a line is no entry, was altered or misses lines before it, or where the end is not the beginning of a line,
   * since accepted lines may then be lost.
   */
  static async open(
    path: string,
    take: (entry: JournalEntry) => void,
  ): Promise<{ readonly journal: Journal; readonly tornBytes: number }> {
    let file: FileHandle | null = null;
    try {
      file = await open(path, "a+", 0o600);
      const { size } = await file.stat();
      // The folder must name the new file on the disk too.
      if (size === 0) await syncFolder(dirname(path));
      const whole = await wholeBytes(file, size);
      if (whole < size) await checkTorn(path, file, whole, size);
      const chain = whole > 0 ? takeLines(path, whole < size, take) : "";
      if (whole < size) await file.truncate(whole);
      return { journal: new Journal(path, file, whole, chain), tornBytes: size - whole };
    } catch (error) {
      await file?.close();
      throw error instanceof RingfenceError ? error : diskError("write", path, error, "gateway.state");
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves once it is on the disk, in the order of calls. Throws RingfenceError "io"; then nothing was added. */
  append(entry: JournalEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ entry, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const group = this.#pending;
      this.#pending = [];
      let chain = this.#chain;
      let lines = "";
      for (const { entry } of group) {
        const content = JSON.stringify(entry);
        chain = chainOf(content, chain);
        lines += `${lineOf(content, chain)}\n`;
      }
      const bytes = Buffer.from(lines);
      try {
        if (this.#isTorn) await this.#cut();
        this.#isTorn = true;
        await this.#file.appendFile(bytes);
        await this.#file.datasync();
        this.#isTorn = false;
        this.#bytes += bytes.length;
        this.#chain = chain;
        for (const { resolve } of group) resolve();
      } catch (error) {
        await this.#cut().catch(() => {});
        for (const { reject } of group) reject(diskError("write", this.#path, error, "gateway.state"));
      }
    }
    this.#writing = null;
  }

  async #cut(): Promise<void> {
    await this.#file.truncate(this.#bytes);
    this.#isTorn = false;
  }
}

/** Bytes up to the end of the last complete line. */
async function wholeBytes(file: FileHandle, size: number): Promise<number> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let end = size; end > 0; end -= PIECE_BYTES) {
    const start = Math.max(0, end - PIECE_BYTES);
    const { bytesRead } = await file.read(piece, 0, end - start, start);
    const last = piece.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (last >= 0) return start + last + 1;
  }
  return 0;
}

/** A line that was cut off begins as every line does. The first line says that a gateway started, and is short. */
async function checkTorn(path: string, file: FileHandle, from: number, size: number): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING.length), 0, BEGINNING.length, from);
  const isBegun = BEGINNING.startsWith(buffer.toString("latin1", 0, bytesRead));
  if (isBegun && (from > 0 || size <= MAX_FIRST_BYTES)) return;
  const words = `the last ${size - from} bytes are no line that was cut off, and accepted lines may be lost`;
  const advice = `put back a copy, or cut the file off after its first ${from} bytes`;
  throw new RingfenceError("config", `${printable(path)}: ${words}: ${advice}`);
}

/** Returns the chain of the last line. */
function takeLines(path: string, isTorn: boolean, take: (entry: JournalEntry) => void): string {
  let number = 0;
  let chain = "";
  let before: string | null = null;
  const takeBefore = (): void => {
    if (before === null) return;
    number++;
    const content = `${before.slice(0, -CHAIN_UNITS)}}`;
    chain = chainOf(content, chain);
    if (before !== lineOf(content, chain)) throw brokenChain(path, number, chain, before);
    take(entryOf(content, `${path}:${number}`));
  };
  // The last line may be incomplete.
  for (const line of readLines(path, MAX_LINE_BYTES)) {
    takeBefore();
    before = line;
  }
  if (!isTorn) takeBefore();
  return chain;
}

function chainOf(content: string, before: string): string {
  return createHash("sha256").update(before).update(content).digest("hex");
}

function lineOf(content: string, chain: string): string {
  return `${content.slice(0, -1)},"chain":"${chain}"}`;
}

function brokenChain(path: string, number: number, expected: string, line: string): RingfenceError {
  const found = /"chain":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? "none";
  return new RingfenceError(
    "config",
    `${printable(path)}:${number}: expected the chain ${expected}, found ${found}: this line was altered, or lines before it ` +
      `are missing: put back a copy of the file, or ${number > 1 ? `keep its first ${counted(number - 1, "line")}` : "move it away"} and enter again what followed`,
  );
}

const PIECE_BYTES = 65_536;
const NEWLINE = 10;
const BEGINNING = '{"what":"';
/** Length of the chain in a line, with the closing brace. */
const CHAIN_UNITS = lineOf("{}", "0".repeat(64)).length - 1;
const MAX_FIRST_BYTES = 1024;
/** More than any request can make. */
const MAX_LINE_BYTES = 1 << 28;

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function entryOf(line: string, where: string): JournalEntry {
  let plain: unknown = null;
  try {
    plain = JSON.parse(line);
  } catch {
    // Refused below.
  }
  const parsed = entrySchema.safeParse(plain);
  if (parsed.success) return parsed.data;
  throw new RingfenceError(
    "config",
    `${printable(where)}: expected a line of the journal of a gateway, found something else: put the file right, or ` +
      "name another folder with gateway.state",
  );
}
