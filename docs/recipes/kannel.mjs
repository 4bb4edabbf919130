/**
 * Stands between Kannel, an SMS gateway that cannot write JSON, and a Ringfence gateway. Kannel posts each message to it
 * (kannel.conf) and sends on the answer: a message that may pass comes back as it was, a blocked one as nothing.
 * `node kannel.mjs` listens for this machine only. PORT, GATEWAY and TOKEN are read from the environment.
 */
import { createServer } from "node:http";

const { PORT = "4291", GATEWAY = "http://127.0.0.1:4290", TOKEN } = process.env;
/** Headers that are returned. Others name the source of the message, and would send it back there. */
const RETURNED = ["from", "to", "udh", "coding", "mclass", "mwi", "compress", "alt-dcs", "pid"];

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`${error.message}${error.cause ? `: ${error.cause.message}` : ""}`);
    // Without an answer Kannel asks again.
    request.socket.destroy();
  });
}).listen(Number(PORT), "127.0.0.1");

async function answer(request, response) {
  const { "content-type": type = "text/plain; charset=UTF-8", "x-kannel-time": sent, ...headers } = request.headers;
  const body = Buffer.concat(await request.toArray());
  const [caller, callee] = [headers["x-kannel-from"], headers["x-kannel-to"]];
  if (caller === undefined || callee === undefined) return void response.writeHead(400).end();
  // Kannel writes UTC without a zone.
  const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(sent) ? `${sent.replace(" ", "T")}Z` : null;
  const verdict = await screen({ caller, callee, time, text: textOf(body, type) });
  response.setHeader("Content-Type", type).setHeader("X-Ringfence", verdict);
  if (verdict === "block") return void response.end();
  for (const name of RETURNED.map((one) => `x-kannel-${one}`)) {
    if (headers[name] !== undefined) response.setHeader(name, headers[name]);
  }
  response.end(body);
}

async function screen(event) {
  const headers = { "Content-Type": "application/json", ...(TOKEN && { Authorization: `Bearer ${TOKEN}` }) };
  const given = { method: "POST", headers, body: JSON.stringify(event), signal: AbortSignal.timeout(4000) };
  const found = await fetch(new URL("/v1/screen", GATEWAY), given);
  // A message that cannot be read passes.
  if (found.status === 400) return "unscreened";
  if (!found.ok) throw new Error(`the gateway answers ${found.status}: ${await found.text()}`);
  return (await found.json()).verdict;
}

/** Null for binary data or an unknown character set: the caller is still screened. */
function textOf(body, type) {
  if (!/^text\/plain *(;|$)/i.test(type)) return null;
  const [, charset = "UTF-8"] = /;\s*charset="?([\w.:-]{1,40})"?/i.exec(type) ?? [];
  try {
    return new TextDecoder(charset).decode(body) || null;
  } catch {
    return null;
  }
}
