/**
 * 100,000 requests that nobody should send: none ends the gateway, none gets in, and its memory stays. Meanwhile
 * somebody asks as he should, and has his verdicts.
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { newState } from "./running-gateway.ts";
import { type Spawned, spawnGateway } from "./spawned-gateway.ts";

const COUNT = Number(process.env["RINGFENCE_BAD_REQUESTS"] ?? 100_000);
const LISTED = "13800138000";
const SCREEN = "screen-token-0123456789";
const FEED = "feed-token-0123456789abc";
const folder = newFolder("attack");

/** The same in every run. */
class Dice {
  #state = 0x9e3779b9;

  /** From 0 to `most` - 1. */
  upTo(most: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % most;
  }

  of<T>(list: readonly T[]): T {
    return list[this.upTo(list.length)]!;
  }

  bytes(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.upTo(most) }, () => this.upTo(256)));
  }
}

const EVENT = '{"caller":"13711112222","callee":"13900139000","text":"see you at five"}';
const LARGE = "x".repeat(900_000);
/** Values that no field of an event should have. */
const VALUES =
  String.raw`null true -1 1e400 1e308 9007199254740993 "" [] {} "\u0000" "\ud800" "\u202e" "\u001b[2J" "=cmd()"
"<script>alert(1)</script>" "../../etc/passwd" "%00" {"toString":1} [["a"]]`.split(/\s/);
const FIELDS = "caller callee text time duration answered route direction id __proto__ constructor".split(" ");
/** Bodies, by what is wrong with them. */
const BODIES: Readonly<Record<string, (dice: Dice) => Buffer | string>> = {
  bytes: (dice) => dice.bytes(2000),
  cut: (dice) => EVENT.slice(0, dice.upTo(EVENT.length)),
  deep: (dice) => {
    const depth = dice.upTo(50_000);
    return `{"caller":"13711112222","more":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
  },
  prototypes: (dice) =>
    `{"__proto__":{"verdict":"allow","caller":"1"},"constructor":{"prototype":{}},"caller":${dice.of(VALUES)}}`,
  values: (dice) => `{${Array.from({ length: 4 }, () => `"${dice.of(FIELDS)}":${dice.of(VALUES)}`).join(",")}}`,
  notEvents: (dice) => `[${Array.from({ length: dice.upTo(50) }, () => dice.of(VALUES)).join(",")}]`,
  many: () => `[${Array.from({ length: 1001 }, () => EVENT).join(",")}]`,
  long: (dice) =>
    `{"caller":"1","text":"${dice.of(["a", "1 ", "http://", "(", "\\u0301", "您", "-", ".", "9"]).repeat(dice.upTo(20_000))}"}`,
  lines: (dice) => `${EVENT}\n\n{"caller":\n${dice.of(VALUES)}\n${dice.bytes(100).toString("latin1")}\n`,
  ownFeed: (dice) => `{"add":["${dice.upTo(1e9)}"],"decision":"fraud","caller":"13711112222"}`,
};
/** Of which some are enough. */
const HEAVY: Readonly<Record<string, (dice: Dice) => string>> = {
  large: () => `{"caller":"13711112222","text":"${LARGE}"}`,
  tooLarge: () => `{"caller":"13711112222","text":"${LARGE}${LARGE}"}`,
  largeLine: () => `${EVENT}\n{"text":"${LARGE}${LARGE}`,
  largeList: (dice) =>
    `[${Array.from({ length: 1000 }, (_, at) => `{"caller":"1371111${1000 + at}","text":"${dice.upTo(1e9)}${"y".repeat(500)}"}`).join(",")}]`,
};
const PATHS = `/v1/screen /v1/screen /v1/screen /v1/screen /v1/complaints /v1/list /v1/cases /v1/cases/case-1
/v1/cases/..%2f..%2f..%2fetc%2fpasswd /v1/explain/%00 /v1/explain/__proto__ /v1/last /metrics /v1//screen /v1/../metrics
/%2e%2e/%2e%2e/etc/passwd /v1/screen/% /v1/screen?__proto__=1&a[]=2 /v1/list%00 /v1/nothing`.split(/\s/);
const METHODS = "POST POST POST POST PUT GET DELETE PATCH OPTIONS HEAD".split(" ");
const TYPES =
  `application/json|application/json|application/x-ndjson|text/plain|application/x-www-form-urlencoded||application/json; charset=utf-7|multipart/form-data; boundary=x`.split(
    "|",
  );
const BAD_TOKENS = `|Bearer|Bearer x|Basic Og==|Basic OnNjcmVlbg==|Bearer ${SCREEN}x|Bearer ${SCREEN.slice(1)}|Basic ${SCREEN}|Bearer null`;
const TOKENS = [...BAD_TOKENS.split("|"), "Digest a=b", `Bearer ${"a".repeat(5000)}`];

interface Answer {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 24 });

/** Null: the connection ended without an answer. */
function send(
  port: number,
  path: string,
  method: string,
  headers: Record<string, string>,
  body: Buffer | string,
  from = agent,
) {
  return new Promise<Answer | null>((resolve) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: from }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("close", () => resolve({ status: response.statusCode!, body: text }));
    });
    sent.on("error", () => resolve(null));
    sent.end(body);
  });
}

/** By keep-alive; `kind`: of the body. */
async function badRequest(
  port: number,
  dice: Dice,
): Promise<{ kind: string; mayIn: boolean; path: string; answer: Answer | null }> {
  const isHeavy = dice.upTo(500) === 0;
  const bodies = isHeavy ? HEAVY : BODIES;
  const kind = dice.of(Object.keys(bodies));
  // Half of them get as far as their body may.
  const isBodyAlone = dice.upTo(2) === 0;
  const path = isBodyAlone ? "/v1/screen" : dice.of(PATHS);
  const method = isBodyAlone ? "POST" : dice.of(METHODS);
  const mayIn = isBodyAlone || dice.upTo(2) === 0;
  const body = ["GET", "HEAD"].includes(method) ? "" : bodies[kind]!(dice);
  const headers: Record<string, string> = {
    Authorization: mayIn ? `Bearer ${SCREEN}` : dice.of(TOKENS),
    "Content-Type": dice.of(isBodyAlone ? TYPES.slice(0, 3) : TYPES),
    "Content-Length": String(Buffer.byteLength(body)),
  };
  if (dice.upTo(20) === 0) headers["Host"] = dice.of(["evil.example", "", "127.0.0.1:1@evil.example", "localhost/../"]);
  if (!isBodyAlone && dice.upTo(20) === 0) headers["Origin"] = "http://evil.example";
  if (dice.upTo(20) === 0) headers["Content-Encoding"] = "gzip";
  return { kind, mayIn, path, answer: await send(port, path, method, headers, body) };
}

const BEARER = `Authorization: Bearer ${SCREEN}\r\n`;
const HEAD = `POST /v1/screen HTTP/1.1\r\nHost: localhost\r\n${BEARER}Content-Type: application/json\r\n`;
/** As bytes: what no library would send. */
const RAW: readonly ((dice: Dice) => string | Buffer)[] = [
  (dice) => dice.bytes(3000),
  (dice) => Buffer.concat([Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]), dice.bytes(600)]),
  () => `${HEAD}Content-Length: 2147483648\r\n\r\n{"caller"`,
  () => `${HEAD}Content-Length: -5\r\n\r\n${EVENT}`,
  () => `${HEAD}Content-Length: 5\r\nContent-Length: 70\r\n\r\n${EVENT}`,
  () =>
    `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  () => `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n${EVENT}`,
  (dice) => `${HEAD}Transfer-Encoding: chunked\r\n\r\n${"10\r\n0123456789abcdef\r\n".repeat(dice.upTo(2000))}`,
  (dice) => `POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"h".repeat(dice.upTo(100_000))}\r\n\r\n`,
  (dice) =>
    `POST /v1/screen HTTP/1.1\r\n${Array.from({ length: dice.upTo(3000) }, (_, at) => `X-${at}: 1\r\n`).join("")}\r\n`,
  () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  () => "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  () => "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
  () => `GET /v1/last HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${BEARER}\r\n`,
  () => `${HEAD}Host: evil.example\r\nContent-Length: 2\r\n\r\n{}`,
  () => `${HEAD}Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n`,
  () => "GET /v1/last HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(30),
];

/** The first bytes of an answer, or nothing. The connection is not kept. */
function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    // Some never are answered, or not before more has come.
    const timer = setTimeout(end, 1000);
    socket.on("error", end).on("close", end);
    socket.setEncoding("latin1").on("data", (part: string) => {
      answer += part;
      end();
    });
    socket.write(bytes);
  });
}

/** Runs `act` so often, so many at a time. */
async function often(count: number, atATime: number, act: () => Promise<void>): Promise<void> {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await act();
  };
  await Promise.all(Array.from({ length: atATime }, one));
}

function residentMb({ child }: Spawned): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024;
}

test.skipIf(process.platform !== "linux")(`${COUNT} bad requests`, { timeout: 1_800_000 }, async () => {
  const tokens = join(folder, "tokens");
  writeFileSync(tokens, `screen ${SCREEN}\nfeed ${FEED}\n`);
  chmodSync(tokens, 0o600);
  const gateway = await spawnGateway(newState(), "--set", `gateway.tokens=${tokens}`, "--set", "gateway.saveSeconds=5");
  const port = Number(new URL(gateway.url).port);
  const desk = (path: string, method = "GET", body = "") =>
    send(
      port,
      path,
      method,
      { Authorization: `Bearer ${FEED}`, "Content-Type": "application/json" },
      body,
      new Agent(),
    );
  await desk("/v1/list", "POST", `{"add":["${LISTED}"]}`);
  const listed = async () => /^ringfence_(?:listed|tables_version).*$/gm.exec((await desk("/metrics"))!.body)![0];
  const before = await listed();

  /** Somebody who asks as he should, by a connection of his own. */
  const honest = { asked: 0, wrong: [] as unknown[], isOver: false };
  const own = new Agent({ keepAlive: true, maxSockets: 1 });
  const asking = (async () => {
    const headers = { Authorization: `Bearer ${SCREEN}`, "Content-Type": "application/json" };
    while (!honest.isOver) {
      const answer = await send(port, "/v1/screen", "POST", headers, `{"caller":"${LISTED}"}`, own);
      honest.asked++;
      if (answer?.status !== 200 || !answer.body.includes('"block"')) honest.wrong.push(answer);
      await wait(20);
    }
  })();

  const dice = new Dice();
  const inside: unknown[] = [];
  const attack = async (): Promise<void> => {
    const { kind, mayIn, path, answer } = await badRequest(port, dice);
    const isScreened = mayIn && path.startsWith("/v1/screen");
    if (answer?.status === 500 || (answer !== null && answer.status < 300 && !isScreened)) {
      inside.push({ kind, path, answer });
    }
  };
  await often(COUNT * 0.2, 24, attack);
  const warmMb = residentMb(gateway);
  await often(COUNT * 0.5, 24, attack);
  await often(COUNT * 0.2, 100, async () => {
    const answer = await sendRaw(port, dice.of(RAW)(dice));
    if (/^HTTP\/1\.1 (?:2|500)/.test(answer)) inside.push({ answer: answer.slice(0, 500) });
  });

  // Half of them say nothing, half begin a request and add a letter now and then.
  const sockets: Socket[] = [];
  while (sockets.length < COUNT * 0.1) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    sockets.push(socket);
    if (sockets.length % 2 === 0) socket.write("POST /v1/screen HTTP/1.1\r\nHost: local");
    if (sockets.length % 250 === 0) await wait(20);
  }
  const open = (): number => sockets.filter((socket) => !socket.destroyed).length;
  for (let seconds = 0; open() > 0 && seconds < 60; seconds++) {
    await wait(1000);
    for (const socket of sockets) if (socket.writable && seconds % 2 === 0) socket.write("h");
  }
  expect(open()).toBe(0);
  await wait(2000);
  honest.isOver = true;
  await asking;
  const endMb = residentMb(gateway);
  console.log(
    `${COUNT} bad requests, ${honest.asked} others; resident MB ${Math.round(warmMb)}, then ${Math.round(endMb)}`,
  );
  expect(inside.slice(0, 5)).toEqual([]);
  expect(honest.wrong.slice(0, 5)).toEqual([]);
  expect(await listed()).toBe(before);
  expect((await desk("/v1/cases?state=any"))!.body).toBe('{"cases":[],"more":0,"total":0}');
  expect(await gateway.end("SIGTERM")).toBe(0);
  expect(gateway.stderr()).toBe("");
  expect(endMb - warmMb).toBeLessThan(100);
});
