/** Unpacks Snappy (its raw format) of files from outside: whatever they claim, no more is written than was allotted. */

const TAG_LITERAL = 0;
const TAG_COPY_1 = 1;
const TAG_COPY_2 = 2;
/** A literal of more bytes has its length behind the tag. */
const INLINE_LITERAL = 60;

/** Throws Error where `packed` is not of `length` bytes unpacked, or broken. */
export function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let from = 0;
  while (from < packed.length && packed[from]! >= 0x80) from++;
  from++;
  let to = 0;
  const number = (bytes: number): number => {
    if (from + bytes > packed.length) throw broken();
    let value = 0;
    for (let at = bytes - 1; at >= 0; at--) value = value * 256 + packed[from + at]!;
    from += bytes;
    return value;
  };
  while (from < packed.length) {
    const tag = packed[from++]!;
    const kind = tag & 3;
    if (kind === TAG_LITERAL) {
      const inline = tag >> 2;
      const count = 1 + (inline < INLINE_LITERAL ? inline : number(inline - INLINE_LITERAL + 1));
      if (from + count > packed.length || to + count > length) throw broken();
      out.set(packed.subarray(from, from + count), to);
      from += count;
      to += count;
      continue;
    }
    const count = kind === TAG_COPY_1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = kind === TAG_COPY_1 ? (tag >> 5) * 256 + number(1) : number(kind === TAG_COPY_2 ? 2 : 4);
    if (back === 0 || back > to || to + count > length) throw broken();
    // Byte by byte: a copy may begin with what it writes.
    for (const end = to + count; to < end; to++) out[to] = out[to - back]!;
  }
  if (to !== length) throw broken();
  return out;
}

function broken(): Error {
  return new Error("its Snappy is broken");
}
