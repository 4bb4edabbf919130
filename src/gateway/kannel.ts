/**
 * The route for Kannel, an SMS gateway that cannot write JSON. It posts each message (`post-url`) and sends the answer
 * on. So a message that may pass is returned as it came, and a blocked one gets an empty answer. The configuration of
 * Kannel is docs/recipes/kannel.conf.
 */
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Verdict } from "./protocol.ts";

/** Types of a body: text, or binary data. */
export const KANNEL_TYPES = ["text/plain", "application/octet-stream"];

const FROM = "X-Kannel-From";
const TO = "X-Kannel-To";
/** Headers that are returned. Others name the source of the message, and would send it back there. */
const KEPT = [
  FROM,
  TO,
  ...["UDH", "Coding", "MClass", "MWI", "Compress", "Alt-DCS", "PID"].map((name) => `X-Kannel-${name}`),
];

/**
 * The answer to a message; null where its headers are missing (pages of other sites cannot set them). A message for
 * which `decide` gives an error passes.
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

/** Null for binary data or an unknown character set: the caller is still screened. */
function textOf(body: Uint8Array, type: string): string | null {
  if (!/^text\/plain *(;|$)/i.test(type)) return null;
  const [, charset = "UTF-8"] = /;\s*charset="?([\w.:-]{1,40})"?/i.exec(type) ?? [];
  try {
    return new TextDecoder(charset).decode(body) || null;
  } catch {
    return null;
  }
}

/** Kannel writes UTC without a zone. */
function timeOf(written: string | null): string | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(written ?? "") ?? [];
  return day === undefined ? null : `${day}T${time}Z`;
}
