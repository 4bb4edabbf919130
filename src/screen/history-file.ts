/**
 * Saves the memory of callers in a file, for a screener that is restarted. A screener that goes on from it decides as
 * if it had never stopped.
 */
import { readFile } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import { RingfenceError } from "../core/errors.ts";
import { writeWhole } from "../core/file/atomic-file.ts";
import { cannotRead } from "../core/file/disk-error.ts";
import { checksumOf } from "../core/stored-table.ts";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../detect/behaviour/caller-hash.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
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
const BEGINNING = Buffer.from(`${NAME} 2\n`);
const CHECKSUM_BYTES = 32;

/** Layout and hash of sketches. Another one would be misread. */
const LAYOUT = JSON.stringify([
  REMEMBERED_BYTES,
  SPAN_TICKS,
  OBSERVATION_LAG_TICKS,
  OBSERVATION_WORDS,
  callerHashOf(FILE_SEED),
]);

/** Writes the whole file or none, readable by its owner only. Throws RingfenceError "io". */
export function writeHistory(path: string, { callers, clock, reader }: History): void {
  const noted = callers.noted.map(
    ([tick, chunks]) => [tick, chunks.map(({ words, used }) => ({ words: words.subarray(0, used), used }))] as const,
  );
  const history: History = { callers: { ...callers, noted }, clock, reader };
  const content = serialize({ layout: LAYOUT, history });
  writeWhole(path, [BEGINNING, checksumOf(content), content], { option: "save(path)", mode: 0o600 });
}

/**
 * Throws RingfenceError "io" if the file cannot be read, "config" if it is no history, damaged or of another version.
 */
export async function readHistory(path: string): Promise<History> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  const content = bytes.subarray(BEGINNING.length + CHECKSUM_BYTES);
  if (!bytes.subarray(0, BEGINNING.length).equals(BEGINNING)) {
    const isOlder = bytes.toString("latin1", 0, NAME.length) === NAME;
    throw refused(path, isOlder ? "one of another version" : "something else");
  }
  if (!checksumOf(content).equals(bytes.subarray(BEGINNING.length, BEGINNING.length + CHECKSUM_BYTES))) {
    throw refused(path, "a damaged one (its checksum does not match)");
  }
  const { layout, history } = deserialize(content) as { layout: string; history: History };
  if (layout !== LAYOUT) throw refused(path, "one of another version");
  return history;
}

function refused(path: string, found: string): RingfenceError {
  const words = `${path}: expected a history of callers that save wrote, found ${found}`;
  return new RingfenceError("config", `${words}: start without it, and save anew`);
}
