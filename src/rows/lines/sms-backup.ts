/**
 * The export of a telephone as XML, as SMS Backup & Restore writes it, as JSON Lines: an element `sms` for each
 * message, with the other side's `address`, the `body`, the `date` in milliseconds, and the `type`: 1 received, 2 sent.
 */
const ELEMENT = /<sms((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** A longer element is none: what is held does not grow. */
const MOST_UNITS = 1024 * 1024;
const DIRECTIONS: Readonly<Record<string, string>> = { 1: "received", 2: "sent" };

export async function* smsBackupRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const piece of pieces) {
    held += decoder.decode(piece, { stream: true });
    let end = 0;
    const rows: string[] = [];
    for (const found of held.matchAll(ELEMENT)) {
      rows.push(rowOf(found[1]!));
      end = found.index + found[0].length;
    }
    if (rows.length > 0) yield Buffer.from(rows.join(""));
    held = held.slice(Math.max(end, held.length - MOST_UNITS));
  }
}

function rowOf(attributes: string): string {
  const values = new Map<string, string>();
  for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
    values.set(name!, unescaped(double ?? single!));
  }
  const caller = values.get("address") ?? null;
  const time = Number(values.get("date") ?? Number.NaN);
  const row = {
    text: values.get("body") ?? "",
    caller: caller === "null" ? null : caller,
    time: Number.isFinite(time) ? time : null,
    direction: DIRECTIONS[values.get("type") ?? ""] ?? null,
  };
  return `${JSON.stringify(row)}\n`;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Characters beyond 16 bits are often written as two halves. */
function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (written, ten, sixteen, name) => {
      if (name !== undefined) return NAMED[(name as string).toLowerCase()]!;
      const code = ten === undefined ? Number.parseInt(sixteen as string, 16) : Number(ten as string);
      if (code > 0x10ffff) return written;
      return code < 0x10000 ? String.fromCharCode(code) : String.fromCodePoint(code);
    },
  );
}
