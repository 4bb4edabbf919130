/**
 * Saves the memory of callers in a file, for a screener that is restarted. A screener that goes on from it decides as
 * if it had never stopped.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import { bytesOf } from "../core/columns.ts";
import { writeWhole } from "../core/file/atomic-file.ts";
import { cannotRead } from "../core/file/disk-error.ts";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
import { TIME_FORMS } from "../rows/event-values.ts";
import { LEARNT_ROLES } from "../rows/column-choice.ts";
import { REMEMBERED_BYTES, type RememberedCallers } from "./caller-memory.ts";
import type { ClockState } from "./event-clock.ts";
import type { ReaderState } from "./event-reader.ts";
import { FILE_SEED } from "./setup.ts";

interface History {
  readonly callers: RememberedCallers;
  readonly clock: ClockState;
  readonly reader: ReaderState;
}

const NAME = "ringfence history";
/** The version is raised if the content changes. */
const BEGINNING = Buffer.from(`${NAME} 1\n`);
const CHECKSUM_BYTES = 32;

const count = z.int().nonnegative();
/** Null: none yet; JSON has no -Infinity. */
const bySlot = z.tuple([z.int().nullable(), z.int().nullable()]);

const headSchema = z.strictObject({
  /** Layout and hash of sketches. Another one would be misread. */
  layout: z.string(),
  clock: z.strictObject({
    latestMs: z.number().nullable(),
    latestLine: count,
    outOfOrder: count,
    late: count,
    untimed: count,
  }),
  reader: z.strictObject({
    events: count,
    hasPast: z.boolean(),
    timeForm: z.enum(TIME_FORMS).nullable(),
    isOfEpoch: z.boolean(),
    unsettled: z.array(z.enum(LEARNT_ROLES)),
  }),
  added: bySlot,
  sealedFor: bySlot,
  /** By hour: the number of its words, which lie behind the sketches. */
  noted: z.array(z.tuple([z.int(), count])),
});

const LAYOUT = JSON.stringify([
  REMEMBERED_BYTES,
  SPAN_TICKS,
  OBSERVATION_LAG_TICKS,
  OBSERVATION_WORDS,
  callerHashOf(FILE_SEED),
]);

/** Writes the whole file or none, readable by its owner only. Throws RingfenceError "io". */
export function writeHistory(path: string, history: History): void {
  const content = contentOf(history);
  writeWhole(path, [BEGINNING, checksumOf(content), ...content], { option: "save(path)", mode: 0o600 });
}

function contentOf({ callers, clock, reader }: History): Uint8Array[] {
  const { sketches, added, sealedFor, noted } = callers;
  const head = {
    layout: LAYOUT,
    clock,
    reader: { ...reader, unsettled: [...reader.unsettled] },
    added: finite(added),
    sealedFor: finite(sealedFor),
    noted: noted.map(([tick, chunks]) => [tick, chunks.reduce((sum, { used }) => sum + used, 0)]),
  } satisfies z.input<typeof headSchema>;
  const words = noted.flatMap(([, chunks]) => chunks.map((chunk) => chunk.words.subarray(0, chunk.used)));
  return [Buffer.from(`${JSON.stringify(head)}\n`), sketches, ...words.map(bytesOf)];
}

/**
 * Throws RingfenceError "io" if the file cannot be read, "config" if it is no history, damaged or of another version.
 */
export async function readHistory(path: string): Promise<History> {
  const content = checkedContent(
    path,
    await readFile(path).catch((error: unknown) => {
      throw cannotRead(path, error);
    }),
  );
  const end = content.indexOf("\n");
  const parsed = headSchema.safeParse(JSON.parse(content.toString("utf8", 0, end)));
  if (!parsed.success || parsed.data.layout !== LAYOUT) throw refused(path, "one of another version");
  const { clock, reader, added, sealedFor, noted } = parsed.data;
  let at = end + 1 + REMEMBERED_BYTES;
  const sketches = content.subarray(end + 1, at);
  const parts = noted.map(([tick, used]) => {
    // Copied, since words must be aligned.
    const words = new Uint32Array(used);
    new Uint8Array(words.buffer).set(content.subarray(at, (at += words.byteLength)));
    return [tick, [{ words, used }]] as const;
  });
  return { callers: { sketches, added: whole(added), sealedFor: whole(sealedFor), noted: parts }, clock, reader };
}

function checkedContent(path: string, bytes: Buffer): Buffer {
  if (!bytes.subarray(0, BEGINNING.length).equals(BEGINNING)) {
    const isOne = bytes.subarray(0, NAME.length).equals(Buffer.from(NAME));
    throw refused(path, isOne ? "one of another version" : "something else");
  }
  const content = bytes.subarray(BEGINNING.length + CHECKSUM_BYTES);
  if (checksumOf([content]).equals(bytes.subarray(BEGINNING.length, BEGINNING.length + CHECKSUM_BYTES))) return content;
  throw refused(path, "a damaged one (its checksum does not match)");
}

function refused(path: string, found: string): RingfenceError {
  const words = `${path}: expected a history of callers that save wrote, found ${found}`;
  return new RingfenceError("config", `${words}: start without it, and save anew`);
}

function checksumOf(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

type BySlot = [number | null, number | null];

function finite([one, other]: readonly [number, number]): BySlot {
  return [Number.isFinite(one) ? one : null, Number.isFinite(other) ? other : null];
}

function whole([one, other]: BySlot): [number, number] {
  return [one ?? Number.NEGATIVE_INFINITY, other ?? Number.NEGATIVE_INFINITY];
}
