/** The bytes of a file in pieces, whether the file is gzip or not. */
import { formatCount } from "../../core/counted.ts";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { RingfenceError, errorCode, messageOf } from "../../core/errors.ts";

const PIECE_BYTES = 256 * 1024;
const GZIP = [0x1f, 0x8b] as const;

/**
 * The bytes of `pieces`, unpacked if they are gzip. Throws RingfenceError "config" if the gzip is broken or cut short.
 */
export async function* unpacked(name: string, pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = await pieces.next();
  while (first.done !== true && first.value.length === 0) first = await pieces.next();
  if (first.done === true) return;
  if (!isGzip(first.value)) {
    yield first.value;
    yield* pieces;
    return;
  }
  yield* gunzipped(name, first.value, pieces);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === GZIP[0] && bytes[1] === GZIP[1];
}

async function* gunzipped(
  name: string,
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  const packed = async function* (): AsyncGenerator<Uint8Array> {
    given += first.length;
    yield first;
    for await (const piece of rest) {
      given += piece.length;
      yield piece;
    }
  };
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  // Errors are caught below, where the unpacked bytes are read.
  pipeline(Readable.from(packed()), gunzip, () => {});
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    if (!errorCode(error).startsWith("Z_")) throw error;
    const what = `${name}: its gzip is broken or cut short, in the first ${formatCount(given)} bytes`;
    throw new RingfenceError("config", `${what} (${messageOf(error)}): pack it again`, { cause: error });
  } finally {
    gunzip.destroy();
  }
}
