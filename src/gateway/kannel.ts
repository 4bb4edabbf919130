/**
 * A door for Kannel, the SMS gateway, which cannot write JSON: it posts a message as it is (`post-url`), and sends on
 * what it gets back. So a message that may pass is handed back as it came, and one that is blocked is answered with
 * nothing. docs/recipes/kannel.conf is the other half.
 */
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Verdict } from "./protocol.ts";

/** What the body may be: a text, or bytes that no text is made of. */
export const KANNEL_TYPES = ["text/plain", "application/octet-stream"];

const FROM = "X-Kannel-From";
const TO = "X-Kannel-To";
/** What a message is. Other headers say where it came from: they would lead it back there. */
const KEPT = [
  FROM,
  TO,
  ...["UDH", "Coding", "MClass", "MWI", "Compress", "Alt-DCS", "PID"].map((name) => `X-Kannel-${name}`),
];

/**
 * The answer to a message. Null: the headers of one are not there, and no page of elsewhere can send them unasked.
 * Of what is no event `decide` says so: such a message passes, as all do that nobody can judge.
 */
export function answerKannel(
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
  decide: (event: ScreenerEvent) => Verdict | { readonly error: string },
): Response | null {
  const [caller, callee] = [headers.get(FROM), headers.get(TO)];
  if (caller === null || callee === null) return null;
  const type = headers.get("content-type") ?? "text/plain; charset=UTF-8";
  const text = textOf(body, type);
  const time = timeOf(headers.get("x-kannel-time"));
  const decided = decide({
    caller,
    callee,
    ...(text === null ? {} : { text }),
    ...(time === null ? {} : { time }),
  });
  const verdict = "verdict" in decided ? decided.verdict : "unscreened";
  const answer = new Headers({ "Content-Type": type, "X-Ringfence": verdict });
  if (verdict === "block") return new Response("", { headers: answer });
  for (const name of KEPT) {
    const value = headers.get(name);
    if (value !== null) answer.set(name, value);
  }
  return new Response(body, { headers: answer });
}

/** Null where it is none, or in letters that nobody here knows: the caller is screened all the same. */
function textOf(body: Uint8Array, type: string): string | null {
  if (!/^text\/plain *(;|$)/i.test(type)) return null;
  const [, charset = "UTF-8"] = /;\s*charset="?([\w.:-]{1,40})"?/i.exec(type) ?? [];
  try {
    return new TextDecoder(charset).decode(body) || null;
  } catch {
    return null;
  }
}

/** Kannel writes universal time, without saying so. */
function timeOf(written: string | null): string | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(written ?? "") ?? [];
  return day === undefined ? null : `${day}T${time}Z`;
}
