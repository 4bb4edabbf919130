/** Who gets in, what is refused, and what a gateway does when there is too much. */
import { chmodSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { keptEvent } from "../../src/gateway/shown-event.ts";
import { gatewaySettings } from "../../src/gateway/settings.ts";
import { readTokens } from "../../src/gateway/tokens.ts";
import { ThreadDelay } from "../../src/gateway/thread-delay.ts";
import type { ScreenEvent } from "../../src/screen/screened-event.ts";
import { newFolder } from "../new-folder.ts";
import { newApp, newState, runGateway } from "./running-gateway.ts";

const folder = newFolder("gateway-tokens");
const SCREEN = "screen-0123456789abcdef";
const FEED = "feed-0123456789abcdef0";

const STRANGE_PATHS = `/v1/screen /v1/complaints /v1/list /v1/cases /v1/cases/case-1 /v1/cases/..%2f..%2fetc%2fpasswd
/v1/explain/%00 /v1/explain/__proto__ /v1/last /metrics /v1//screen /v1/../metrics /%2e%2e/%2e%2e/etc/passwd /v1/screen/%
/v1/screen?__proto__=1&a[]=2 /v1/list%00 /v1/nothing`.split(/\s/);
const STRANGE_TOKENS = [
  "",
  "Bearer",
  "Basic Og==",
  `Bearer ${SCREEN}x`,
  `Basic ${SCREEN}`,
  "Digest a=b",
  `Bearer ${"a".repeat(5000)}`,
];
const HEAD = `POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${SCREEN}\r\nContent-Type: application/json\r\n`;
/** What no library would send. */
const RAW = [
  "\u0016\u0003\u0001\u0002\0\u0001\0\u0001",
  `${HEAD}Content-Length: 2147483648\r\n\r\n{"caller"`,
  `${HEAD}Content-Length: -5\r\n\r\n{}`,
  `${HEAD}Content-Length: 5\r\nContent-Length: 70\r\n\r\n{}`,
  `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
  `${HEAD}Host: evil.example\r\nContent-Length: 2\r\n\r\n{}`,
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "GET /v1/last HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(30),
];

function tokenFile(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  chmodSync(path, 0o600);
  return path;
}

function bearing(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}

/**
 * All that comes back on a connection of its own until the server ends it, or `isEnough`, and whether it was ended.
 * `more` is sent again and again, once the answer has `after`.
 */
async function talk(
  url: string,
  words: string,
  { more = "", after = "", isEnough = (_answer: string): boolean => false } = {},
): Promise<{ answer: string; isEnded: boolean }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
  socket.on("error", () => {});
  socket.write(words);
  for (let at = 0; at < 200 && !socket.closed && !isEnough(answer); at++) {
    await wait(5);
    if (more !== "" && answer.includes(after) && socket.writable) socket.write(more);
  }
  return { answer, isEnded: socket.closed };
}

describe("access to a gateway", () => {
  test("is open to this machine alone, unless there are tokens", async () => {
    const tokens = tokenFile("tokens", `screen ${SCREEN}`, "# a comment", `feed ${FEED}`);
    await expect(runGateway({ over: { host: "0.0.0.0" } })).rejects.toThrow(/gateway\.tokens/);
    const gateway = await runGateway({ over: { host: "0.0.0.0", tokens } });
    expect(gateway.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/$/);
  });

  test("takes the token of a route alone, and shows none", async () => {
    const tokens = tokenFile("two", `screen ${SCREEN}`, `feed ${FEED}`);
    const gateway = await runGateway({ over: { tokens } });
    const event = { caller: "10086" };
    for (const wrong of ["", "Bearer", `Bearer ${SCREEN.slice(1)}`, `Basic ${SCREEN}`, `Bearer ${SCREEN} ${SCREEN}`]) {
      const { status, body } = await gateway.ask("/v1/screen", event, { headers: { Authorization: wrong } });
      expect([400, 401]).toContain(status);
      expect(JSON.stringify(body)).not.toContain(SCREEN);
    }
    expect((await gateway.ask("/v1/screen", event, bearing(SCREEN))).status).toBe(200);
    expect((await gateway.ask("/v1/screen", event, bearing(FEED))).status).toBe(401);
    for (const path of ["/v1/cases", "/v1/last", "/v1/explain/a", "/metrics"]) {
      expect((await gateway.ask(path, undefined, bearing(SCREEN))).status).toBe(401);
    }
    expect((await gateway.ask("/v1/list", { add: ["13911112222"] }, bearing(SCREEN))).status).toBe(401);
    expect((await gateway.ask("/v1/list", { add: ["13911112222"] }, bearing(FEED))).status).toBe(200);
    expect((await gateway.ask("/metrics", undefined, bearing(FEED))).status).toBe(200);
    expect((await gateway.ask("/healthz")).status).toBe(200);
  });

  test("needs a file of two tokens that its owner alone may read", () => {
    const path = tokenFile("open", `screen ${SCREEN}`, `feed ${FEED}`);
    chmodSync(path, 0o644);
    expect(() => readTokens(path)).toThrow(/chmod 600/);
    for (const first of ["screen short", `screen ${FEED}`, `screen ${SCREEN}\nfeed ${FEED}`, ""]) {
      expect(() => readTokens(tokenFile("wrong", first, `feed ${FEED}`))).toThrow(/expected two/);
    }
    expect(() => readTokens(tokenFile("empty"))).toThrow(/expected two/);
  });

  test.each([
    [401, "POST /v1/list", "Content-Type: application/json"],
    [403, "POST /v1/screen", "Content-Type: application/json\r\nOrigin: http://evil.example"],
    [404, "POST /v1/nothing", "Content-Type: application/json"],
    [413, "POST /v1/screen", `Content-Type: application/json\r\nAuthorization: Bearer ${SCREEN}`],
  ])(
    "ends the connection of a client that it turns away with %i, whatever is still to come",
    async (status, ask, headers) => {
      const tokens = tokenFile(`away-${status}`, `screen ${SCREEN}`, `feed ${FEED}`);
      const gateway = await runGateway({ set: ["gateway.maxBodyBytes=2000"], over: { tokens } });
      const head = `${ask} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const { answer, isEnded } = await talk(gateway.url, head, { more: `400\r\n${"x".repeat(1024)}\r\n` });
      expect({ status: answer.slice(9, 12), isEnded }).toEqual({ status: String(status), isEnded: true });
      // The server also ends requests that are not whole: this one says so.
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
      expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    },
  );

  test("ends a stream whose line is not whole in time, however often a part of it comes", async () => {
    const gateway = await runGateway({ arrivalMs: 200 });
    const head = "POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n";
    const sinceMs = performance.now();
    const { answer } = await talk(gateway.url, `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, {
      more: "1\r\n \r\n",
      isEnough: (said) => said.includes("within 0.2 s"),
    });
    expect(answer).toContain("expected the rest of a line within 0.2 s");
    expect(performance.now() - sinceMs).toBeGreaterThan(190);
  });

  test("lets no page from elsewhere in, and no form", async () => {
    const ask = await newApp([], 0);
    const event = '{"caller":"10086"}';
    expect((await ask("/v1/screen", event)).status).toBe(200);
    expect((await ask("/v1/screen", event, { Host: "evil.example" })).status).toBe(403);
    expect((await ask("/v1/screen", event, { Origin: "http://evil.example" })).status).toBe(403);
    expect((await ask("/v1/screen", event, { "Content-Type": "text/plain" })).status).toBe(415);
    const proxied = await newApp(["gateway.names=[screen.example]"], 0);
    const headers = { Host: "screen.example:8443", Origin: "https://screen.example:8443" };
    expect((await proxied("/v1/screen", event, headers)).status).toBe(200);
  });

  test("hands out its page to anybody and nothing else, and takes decisions from no other page", async () => {
    const gateway = await runGateway();
    const page = await gateway.ask("/");
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining("<title>Ringfence gateway") as unknown });
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.body as string)![1]!;
    expect((await gateway.ask(script)).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    for (const path of ["/index.html", "/licenses.md/..%2f..%2fpackage.json", "/assets/", "/%2e%2e/x"]) {
      expect(await gateway.ask(path)).toMatchObject({ status: 404 });
    }
    await gateway.ask("/v1/complaints", { caller: "13911112222" });
    const decide = async (headers: Record<string, string>): Promise<number> => {
      const init = { method: "PUT", body: '{"decision":"fraud"}', headers };
      return (await gateway.ask("/v1/cases/case-1", undefined, init)).status;
    };
    for (const Origin of ["http://evil.example", "null"]) expect(await decide({ Origin })).toBe(403);
    for (const site of ["cross-site", "same-site"]) expect(await decide({ "Sec-Fetch-Site": site })).toBe(403);
    expect(await decide({ "Content-Type": "text/plain" })).toBe(415);
    expect((await gateway.ask("/v1/cases")).body).toMatchObject({ cases: [{ state: "pending" }] });
    expect(await decide({ "Sec-Fetch-Site": "same-origin", Origin: new URL(gateway.url).origin })).toBe(200);
  });

  test("answers any body with a verdict or with what is wrong, and goes on", async () => {
    const ask = await newApp([], 0);
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(fc.record({ caller: fc.anything(), text: fc.string(), time: fc.anything() }))
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (written, isLines) => {
        const type = isLines ? "application/x-ndjson" : "application/json";
        const response = await ask("/v1/screen", written, { "Content-Type": type });
        expect([200, 400]).toContain(response.status);
        const lines = (await response.text()).split("\n").filter((line) => line !== "");
        for (const line of lines) JSON.parse(line);
      }),
      { numRuns: 60 },
    );
    expect((await ask("/v1/screen", '{"caller":"10086"}')).status).toBe(200);
  });

  test("lets nothing in by a strange path, method or token, or by bytes that no library sends, and goes on", async () => {
    const tokens = tokenFile("attacked", `screen ${SCREEN}`, `feed ${FEED}`);
    const gateway = await runGateway({ over: { tokens }, arrivalMs: 200 });
    let asked = 0;
    for (const path of STRANGE_PATHS) {
      for (const method of ["POST", "PUT", "GET", "DELETE", "OPTIONS"]) {
        const Authorization = STRANGE_TOKENS[asked++ % STRANGE_TOKENS.length]!;
        const body = method === "GET" ? {} : { body: '{"add":["13911112222"],"decision":"fraud","caller":"1"}' };
        const { status } = await gateway.ask(path, undefined, { method, ...body, headers: { Authorization } });
        expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
      }
    }
    const answers = await Promise.all(
      RAW.map((bytes) => talk(gateway.url, bytes, { isEnough: (answer) => answer.includes("\r\n\r\n") })),
    );
    expect(answers.filter(({ answer }) => /^HTTP\/1\.1 (?:2|5)/.test(answer))).toEqual([]);
    expect((await gateway.ask("/v1/screen", { caller: "13911112222" }, bearing(SCREEN))).body).toMatchObject({
      verdict: "allow",
    });
    expect(gateway.faults).toEqual([]);
  });

  test("shows no error of its own to a client", async () => {
    const faults: unknown[] = [];
    // Without a feed.
    const ask = await newApp([], 0, { faults });
    const answer = await ask("/v1/list", '{"add":["13911112222"]}');
    expect({ status: answer.status, body: await answer.text() }).toEqual({
      status: 500,
      body: '{"error":"something went wrong: see the output of ringfence gateway"}',
    });
    expect(faults).toEqual([expect.any(TypeError)]);
  });

  test("says that it takes no more events when it ends", async () => {
    const ask = await newApp([], 0, { closing: AbortSignal.abort() });
    expect((await ask("/v1/screen", '{"caller":"10086"}')).status).toBe(503);
    expect((await ask("/readyz")).status).toBe(503);
    expect((await ask("/healthz")).status).toBe(200);
  });

  test.each([
    ["is no request", "400", "\u0016\u0003\u0001\r\n\r\n"],
    ["has large headers", "431", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
    [
      "has large extensions",
      "413",
      `POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;${"x".repeat(20_000)}`,
    ],
  ])("answers what %s with %s, and ends the connection", async (_, status, words) => {
    const gateway = await runGateway();
    const { answer, isEnded } = await talk(gateway.url, words);
    expect({ status: answer.slice(9, 12), isEnded }).toEqual({ status, isEnded: true });
  });

  test("answers a stream of which a chunk cannot be read once", async () => {
    const gateway = await runGateway();
    const head = "POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n";
    const words = `${head}Transfer-Encoding: chunked\r\n\r\n13\r\n{"caller":"10086"}\n\r\n`;
    const { answer, isEnded } = await talk(gateway.url, words, { more: "no chunk\r\n", after: "allow" });
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect({ isEnded, isAnswered: answer.includes('"allow"') }).toEqual({ isEnded: true, isAnswered: true });
  });

  test("refuses a line that is too long", async () => {
    const ask = await newApp(["gateway.maxBodyBytes=1024"], 0);
    const lines = { "Content-Type": "application/x-ndjson" };
    const answer = await (await ask("/v1/screen", `{"caller":"10086"}\n{"text":"${"x".repeat(2000)}`, lines)).text();
    expect(answer.split("\n")).toEqual([
      expect.stringContaining('"allow"'),
      '{"error":"expected a line of at most 1024 bytes"}',
      "",
    ]);
  });

  test("refuses what is too large, unread, and drops who never comes to an end", async () => {
    const gateway = await runGateway({ set: ["gateway.maxBodyBytes=2000", "gateway.maxEvents=3"], arrivalMs: 200 });
    const large = JSON.stringify({ caller: "10086", text: "x".repeat(5000) });
    expect((await gateway.ask("/v1/screen", large)).status).toBe(413);
    const many = Array.from({ length: 4 }, () => ({ caller: "10086" }));
    expect((await gateway.ask("/v1/screen", many)).status).toBe(413);
    expect((await gateway.ask("/v1/screen", many.slice(1))).status).toBe(200);
    // A body that never comes to an end has no answer.
    const head = "POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n";
    const { answer, isEnded } = await talk(gateway.url, `${head}Content-Type: application/json\r\n\r\n{"caller`);
    expect({ answer, isEnded }).toEqual({ answer: "", isEnded: true });
    expect((await gateway.ask("/v1/screen", { caller: "10086" })).status).toBe(200);
    expect(gateway.faults).toEqual([]);
  });
});

describe("too much for a gateway", () => {
  test("late events pass unscreened, or are refused, by setting, and are counted", async () => {
    const event = '{"id":"a","caller":"10086"}';
    const open = await newApp(["gateway.deadlineMs=100"], 101);
    expect(await (await open("/v1/screen", event)).json()).toMatchObject({ id: "a", verdict: "unscreened" });
    expect(await (await open("/v1/screen", `[${event},${event}]`)).json()).toHaveLength(2);
    expect(await (await open("/metrics")).text()).toContain('ringfence_shed_total{rule="unscreened"} 3');
    const closed = await newApp(["gateway.deadlineMs=100", "gateway.overload=refuse"], 101);
    expect((await closed("/v1/screen", event)).status).toBe(503);
    const early = await newApp(["gateway.deadlineMs=100"], 99);
    expect(await (await early("/v1/screen", event)).json()).toMatchObject({ verdict: "allow" });
  });

  test("one long turn of the thread is a pause, and two on end are too much", () => {
    let nowMs = 0;
    const delay = new ThreadDelay(() => nowMs);
    onTestFinished(() => delay.stop());
    nowMs = 500;
    expect(delay.ms).toBe(0);
    delay.turn();
    nowMs = 800;
    expect(delay.ms).toBe(290);
    delay.turn();
    nowMs = 810;
    delay.turn();
    nowMs = 1500;
    expect(delay.ms).toBe(0);
  });

  test("of an event no more is remembered than events have", async () => {
    const usual: ScreenEvent = { id: "a", caller: 10086, text: "x".repeat(2000), time: new Date(7), answered: false };
    expect(keptEvent(usual)).toMatchObject(usual);
    const hostile = `{"caller":"10086","more":[[]],"id":"b","text":"${"y".repeat(100_000)}","__proto__":{"time":1}}`;
    const kept = Object.entries(keptEvent(JSON.parse(hostile) as ScreenEvent)).filter(([, value]) => value !== null);
    expect(Object.fromEntries(kept)).toEqual({ id: "b", caller: "10086", text: "y".repeat(4000) });
    const gateway = await runGateway();
    const deep = `{"id":"deep","caller":"10086","more":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await gateway.ask("/v1/screen", deep)).status).toBe(200);
    expect(await gateway.ask("/v1/explain/deep")).toMatchObject({ status: 200, body: { event: { caller: "10086" } } });
    const id = "i".repeat(256);
    expect(await gateway.ask("/v1/screen", { id, caller: "10086" })).toMatchObject({ status: 200, body: { id } });
    expect((await gateway.ask(`/v1/explain/${id}`)).status).toBe(404);
    expect(gateway.faults).toEqual([]);
  });
});

describe("settings of a gateway", () => {
  test("come from files, of which the later counts, and above them from --set", () => {
    const [usual, thresholds] = [join(folder, "usual.yaml"), join(folder, "thresholds.yaml")];
    writeFileSync(
      usual,
      "gateway: { tokens: tokens.txt, deadlineMs: 50, maxEvents: 7 }\nscreening: { blockScore: 200 }\n",
    );
    writeFileSync(thresholds, "screening:\n  blockScore: 300\n");
    const { gateway, screening } = gatewaySettings([usual, thresholds], ["gateway.maxEvents=9", "gateway.state=here"]);
    // Paths in a file start at its folder.
    const tokens = join(folder, "tokens.txt");
    expect(gateway).toMatchObject({ tokens, deadlineMs: 50, maxEvents: 9, host: "127.0.0.1", state: "here" });
    expect(screening).toEqual(["screening.blockScore=200", "screening.blockScore=300"]);
    for (const [written, words] of [
      ["gateway.deadline=3", /--set gateway\.deadline=3: there is no setting/],
      ["gateway.maxEvents=fast", /gateway\.maxEvents/],
      ["gateway.maxEvents.x=1", /there is no setting/],
      ["maxEvents", /path=value/],
    ] as const) {
      expect(() => gatewaySettings(usual, [written])).toThrow(words);
    }
  });

  test("that screening does not have are refused as it starts", async () => {
    await expect(runGateway({ set: ["screening.blockScor=3"] })).rejects.toThrow(/blockScor/);
    await expect(runGateway({ set: ["hours=3"] })).rejects.toThrow(/nothing here depends on it/);
  });
});

test("one process at a time has a folder of state", async () => {
  const state = newState();
  await runGateway({ state });
  await expect(runGateway({ state })).rejects.toThrow(/has this folder/);
});
