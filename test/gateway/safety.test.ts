/** Who gets in, what is refused, and what a gateway does when there is too much. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { request as tlsRequest, type RequestOptions as TlsOptions } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { createGatewayApp } from "../../src/gateway/app.ts";
import type { Feed } from "../../src/gateway/feed.ts";
import { Arrivals, Paces, Rates, Waiting } from "../../src/gateway/load.ts";
import { keptEvent, keptVerdict } from "../../src/gateway/kept-event.ts";
import { Metrics } from "../../src/gateway/metrics.ts";
import { Overview } from "../../src/gateway/overview.ts";
import type { Verdict } from "../../src/gateway/protocol.ts";
import { RepeatedAnswers } from "../../src/gateway/repeated.ts";
import { gatewaySettings } from "../../src/gateway/settings.ts";
import { Tokens } from "../../src/gateway/tokens.ts";
import { VerdictDesk } from "../../src/gateway/verdict-desk.ts";
import { CHINA } from "../../src/rows/country.ts";
import { createScreener } from "../../src/screen/screener.ts";
import type { ScreenerEvent } from "../../src/screen/screened-event.ts";
import { newFolder } from "../new-folder.ts";
import { certificate } from "./certificate.ts";
import { newState, runGateway } from "./running-gateway.ts";

const folder = newFolder("gateway-tokens");
const TOKEN = "0123456789abcdef0123456789";

function tokenFile(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  chmodSync(path, 0o600);
  return path;
}

function bearing(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}

/** The routes of screening, in this process, with what a test wants to be so. */
async function newApp(set: readonly string[], waitingMs: number) {
  const { gateway } = gatewaySettings(undefined, set);
  const screener = await createScreener({ model: "none", templates: ["this is a script to match"] });
  const metrics = new Metrics();
  const app = createGatewayApp({
    settings: gateway,
    desk: new VerdictDesk(screener, CHINA, 10, metrics),
    feed: {} as Feed,
    screener,
    tokens: null,
    waiting: { longestMs: waitingMs },
    rates: new Rates(gateway.rate),
    arrivals: new Arrivals(1000),
    metrics,
    overview: new Overview({
      screener,
      cases: { counts: { pending: 0, fraud: 0, benign: 0 }, changes: 0 },
      waiting: { longestMs: 0 },
      country: CHINA,
      drift: () => null,
      shadow: null,
    }),
    shadow: null,
    scores: null,
    page: new Map(),
    notReady: () => null,
    closing: new AbortController().signal,
    arrivalMs: 1000,
    onFault: (fault) => {
      throw fault;
    },
  });
  const dropped = { count: 0 };
  const connection = { peer: "127.0.0.1", drop: () => void dropped.count++ };
  return (path: string, body?: string, headers: Record<string, string> = {}) =>
    app.request(
      path,
      {
        ...(body === undefined ? {} : { method: "POST", body }),
        headers: { Host: "localhost", "Content-Type": "application/json", ...headers },
      },
      { connection },
    );
}

describe("the door of a gateway", () => {
  test("is open to this machine alone, unless there are tokens, and TLS or a proxy", async () => {
    const tokens = tokenFile("tokens", `sbc screen ${TOKEN}`);
    await expect(runGateway({ over: { host: "0.0.0.0" } })).rejects.toThrow(/gateway\.tokens/);
    await expect(runGateway({ over: { host: "0.0.0.0", tokens } })).rejects.toThrow(/behindProxy/);
    const gateway = await runGateway({ over: { host: "0.0.0.0", tokens, behindProxy: true } });
    expect(gateway.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/$/);
  });

  test("asks for a token with the role, and tells nobody what would do", async () => {
    const tokens = tokenFile("roles", `sbc screen ${TOKEN}`, "# a comment", `desk feed,read ${TOKEN}x`);
    const gateway = await runGateway({ over: { tokens } });
    const event = { caller: "10086" };
    for (const wrong of ["", "Bearer", `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, `Bearer ${TOKEN} ${TOKEN}`]) {
      const { status, body } = await gateway.ask("/v1/screen", event, { headers: { Authorization: wrong } });
      expect(status).toBe(401);
      expect(JSON.stringify(body)).not.toContain(TOKEN);
    }
    expect((await gateway.ask("/v1/screen", event, bearing(TOKEN))).status).toBe(200);
    const basic = { headers: { Authorization: `Basic ${Buffer.from(`kannel:${TOKEN}`).toString("base64")}` } };
    expect((await gateway.ask("/v1/screen", event, basic)).status).toBe(200);
    expect((await gateway.ask("/v1/list", { add: ["10086"] }, bearing(TOKEN))).status).toBe(403);
    expect((await gateway.ask("/metrics", undefined, bearing(TOKEN))).status).toBe(403);
    expect((await gateway.ask("/v1/list", { add: ["13911112222"] }, bearing(`${TOKEN}x`))).status).toBe(200);
    expect((await gateway.ask("/v1/screen", event, bearing(`${TOKEN}x`))).status).toBe(403);
    expect((await gateway.ask("/healthz")).status).toBe(200);
  });

  test("tells who complains and decides, and may not read, nothing of what others sent", async () => {
    const tokens = tokenFile("complains", `all screen,feed,read ${TOKEN}`, `desk feed ${TOKEN}x`);
    const gateway = await runGateway({ over: { tokens } });
    const event = { id: "e", caller: "13911112222", text: "a secret" };
    await gateway.ask("/v1/screen", event, bearing(TOKEN));
    const filed = await gateway.ask("/v1/complaints", { event: "e" }, bearing(`${TOKEN}x`));
    expect(filed).toMatchObject({ status: 202 });
    expect(filed.body).toEqual({ cases: [{ id: "case-1", state: "pending" }] });
    const init = { ...bearing(`${TOKEN}x`), method: "PUT", body: '{"decision":"fraud"}' };
    expect((await gateway.ask("/v1/cases/case-1", undefined, init)).body).toEqual({ id: "case-1", state: "fraud" });
    expect((await gateway.ask("/v1/cases/case-1", undefined, bearing(`${TOKEN}x`))).status).toBe(403);
    const known = await gateway.ask("/v1/complaints", { caller: "13911112222" }, bearing(TOKEN));
    expect(known.body).toMatchObject({ cases: [{ subject: "13911112222", texts: ["a secret"] }] });
  });

  test("takes no file of tokens that others may read, and none that cannot be used", () => {
    const path = tokenFile("open", `sbc screen ${TOKEN}`);
    chmodSync(path, 0o644);
    expect(() => Tokens.read(path)).toThrow(/chmod 600/);
    for (const line of ["sbc screen", "sbc all 0123456789abcdef0123456789", "sbc screen short", ""]) {
      expect(() => Tokens.read(tokenFile("wrong", line))).toThrow(/expected/);
    }
    const twice = tokenFile("twice", `sbc screen ${TOKEN}`, "", `desk feed,read ${TOKEN}`);
    expect(() => Tokens.read(twice)).toThrow(/twice:3: expected a token of its own: line 1 has the same$/);
    const rule = tokenFile("rule", `rule feed ${TOKEN}`);
    expect(() => Tokens.read(rule)).toThrow(/rule:1: expected a name of a client: the journal has rule/);
    const roles = tokenFile("two-roles", `desk feed,read ${TOKEN}`, `desk feed ${TOKEN}x`);
    expect(() => Tokens.read(roles)).toThrow(/two-roles:2: expected the roles of line 1, which has the same name/);
  });

  test("takes two tokens of one name for one client, as while one takes the place of another, and says so", async () => {
    const tokens = tokenFile("renewed", `sbc screen,read ${TOKEN}`, "", `sbc read,screen ${TOKEN}x`);
    const gateway = await runGateway({ set: ["gateway.rate=0.01"], over: { tokens } });
    expect(gateway.told).toEqual([expect.stringMatching(/renewed: lines 1 and 3 are both sbc: one client/)]);
    const ask = async (token: string) => (await gateway.ask("/v1/screen", { caller: "10086" }, bearing(token))).status;
    expect([await ask(TOKEN), await ask(`${TOKEN}x`)]).toEqual([200, 429]);
    expect((await gateway.ask("/v1/tables", undefined, bearing(`${TOKEN}x`))).status).toBe(200);
  });

  test("lets no page from elsewhere in, and no form", async () => {
    const ask = await newApp([], 0);
    const event = '{"caller":"10086"}';
    expect((await ask("/v1/screen", event)).status).toBe(200);
    expect((await ask("/v1/screen", event, { Host: "evil.example" })).status).toBe(403);
    expect((await ask("/v1/screen", event, { Origin: "http://evil.example" })).status).toBe(403);
    expect((await ask("/v1/screen", event, { "Content-Type": "text/plain" })).status).toBe(415);
    const proxied = await newApp(["gateway.names=[screen.example]"], 0);
    expect((await proxied("/v1/screen", event, { Host: "screen.example:8443" })).status).toBe(200);
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
    expect(await decide({ Origin: "http://evil.example" })).toBe(403);
    expect(await decide({ Origin: "null" })).toBe(403);
    expect(await decide({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(await decide({ "Sec-Fetch-Site": "same-site" })).toBe(403);
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
      { numRuns: 150 },
    );
    expect((await ask("/v1/screen", '{"caller":"10086"}')).status).toBe(200);
  });

  test("refuses what is too large, unread, and drops who never comes to an end", async () => {
    const gateway = await runGateway({ set: ["gateway.maxBodyBytes=2000", "gateway.maxEvents=3"], arrivalMs: 200 });
    const large = JSON.stringify({ caller: "10086", text: "x".repeat(5000) });
    expect((await gateway.ask("/v1/screen", large)).status).toBe(413);
    expect(
      (
        await gateway.ask(
          "/v1/screen",
          [{}, {}, {}, {}].map(() => ({ caller: "10086" })),
        )
      ).status,
    ).toBe(413);
    const head = `POST /v1/screen HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nContent-Type: application/`;
    const answers = ["json", "x-ndjson"].map((type) => {
      return new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
        let answer = "";
        socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
        socket.on("error", () => {}).on("close", () => resolve(answer));
        socket.write(`${head}${type}\r\n\r\n{"caller`);
      });
    });
    // A stream is told of it; of a body nobody has begun to answer.
    expect(await answers[0]).toBe("");
    expect(await Promise.race([answers[1], new Promise((resolve) => setTimeout(resolve, 2000, ""))])).toBeDefined();
    expect((await gateway.ask("/v1/screen", { caller: "10086" })).status).toBe(200);
    expect(gateway.faults).toEqual([]);
  });
});

// Debian's minimal image has no openssl.
describe.skipIf(spawnSync("openssl", ["version"]).status !== 0)("a gateway with TLS", () => {
  test("answers those who speak it, and who ask in the clear or by an old protocol get nothing", async () => {
    const files = certificate(folder);
    const tokens = tokenFile("tls", `sbc screen ${TOKEN}`);
    const gateway = await runGateway({ over: { host: "0.0.0.0", tokens, ...files } });
    expect(gateway.url).toMatch(/^https:/);
    const port = Number(new URL(gateway.url).port);
    const ca = readFileSync(files.tlsCert);
    const ask = (more: TlsOptions): Promise<number | string> =>
      new Promise((resolve) => {
        const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
        const options = { host: "localhost", port, path: "/v1/screen", method: "POST", headers, ...more };
        const sent = tlsRequest(options, (response) => resolve(response.resume().statusCode!));
        sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        sent.end('{"caller":"10086"}');
      });
    expect(await ask({ ca })).toBe(200);
    expect(await ask({ ca, maxVersion: "TLSv1.2" })).toBe(200);
    // Signed by nobody that this client knows.
    expect(await ask({})).toMatch(/SELF_SIGNED/);
    expect(await ask({ ca, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" })).toMatch(/^E/);
    for (const bytes of ["GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0016\u0003\u0001nonsense"]) {
      const socket = connect(port, "127.0.0.1");
      let answer = "";
      socket.setEncoding("latin1").on("data", (part: string) => (answer += part));
      socket.on("error", () => {});
      socket.write(bytes);
      await once(socket, "close");
      expect(answer).not.toContain("HTTP");
    }
    expect(await ask({ ca })).toBe(200);
    expect(gateway.faults).toEqual([]);
  });

  test("starts with both files, and with ones that fit each other", async () => {
    const { tlsCert, tlsKey } = certificate(folder);
    await expect(runGateway({ over: { tlsCert } })).rejects.toThrow(/gateway\.tlsKey/);
    await expect(runGateway({ over: { tlsCert: tlsKey, tlsKey } })).rejects.toThrow(/gateway\.tlsCert.*expected/);
    await expect(runGateway({ over: { tlsCert, tlsKey: tokenFile("noKey", "none") } })).rejects.toThrow(/expected/);
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
    const waiting = new Waiting(() => nowMs);
    onTestFinished(() => waiting.stop());
    nowMs = 500;
    expect(waiting.longestMs).toBe(0);
    waiting.turn();
    nowMs = 800;
    expect(waiting.longestMs).toBe(290);
    waiting.turn();
    nowMs = 810;
    waiting.turn();
    nowMs = 1500;
    expect(waiting.longestMs).toBe(0);
    const behind = new Waiting(
      () => nowMs,
      () => 40,
    );
    onTestFinished(() => behind.stop());
    expect(behind.longestMs).toBe(40);
  });

  test("answers that are kept for their keys are few where they are large", async () => {
    const repeated = new RepeatedAnswers();
    let made = 0;
    const body = "x".repeat(5 * 1024 * 1024);
    const ask = (key: string) => repeated.once("sbc", "/", key, "", () => Promise.resolve({ status: made++, body }));
    for (const key of ["a", "b", "c", "d"]) await ask(key);
    const again = await Promise.all(["d", "c", "b"].map((key) => ask(key)));
    expect(again).toMatchObject([{ isRepeated: true }, { isRepeated: true }, { isRepeated: true }]);
    expect(await ask("a")).toMatchObject({ isRepeated: false });
    expect(await ask("b")).toMatchObject({ isRepeated: false });
  });

  test("of an event no more is remembered than events have", async () => {
    const usual: ScreenerEvent = { id: "a", caller: "10086", text: "x".repeat(2000) };
    expect(keptEvent(usual)).toBe(usual);
    const hostile = `{"caller":"10086","more":[[]],"id":"b","text":"${"y".repeat(100_000)}","__proto__":{"time":1}}`;
    expect(keptEvent(JSON.parse(hostile) as ScreenerEvent)).toEqual({
      caller: "10086",
      id: "b",
      text: "y".repeat(4000),
    });
    const gateway = await runGateway();
    const deep = `{"id":"deep","caller":"10086","more":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await gateway.ask("/v1/screen", deep)).status).toBe(200);
    expect(await gateway.ask("/v1/explain/deep")).toMatchObject({ status: 200, body: { event: { caller: "10086" } } });
    const id = "i".repeat(256);
    expect(await gateway.ask("/v1/screen", { id, caller: "10086" })).toMatchObject({ status: 200, body: { id } });
    expect((await gateway.ask(`/v1/explain/${id}`)).status).toBe(404);
    const verdict = { id: `${id}x`, verdict: "flag" } as Verdict;
    expect(keptVerdict(verdict)).toEqual({ id: id.slice(1), verdict: "flag" });
    expect(gateway.faults).toEqual([]);
  });

  test("a client has a share of events a second", async () => {
    const rates = new Rates(10);
    expect(rates.take("a", 10, 0)).toBe(0);
    expect(rates.take("a", 1, 0)).toBeCloseTo(0.1);
    expect(rates.take("b", 1, 0)).toBe(0);
    expect(rates.take("a", 1, 100)).toBe(0);
    // More than a second's share at once is owed.
    expect(rates.take("a", 30, 1100)).toBe(0);
    expect(rates.take("a", 1, 2100)).toBeGreaterThan(1);
    const ask = await newApp(["gateway.rate=2"], 0);
    const event = '{"caller":"10086"}';
    const statuses = [];
    for (let at = 0; at < 3; at++) statuses.push((await ask("/v1/screen", event)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const full = await newApp(["gateway.rate=2"], 0);
    for (let at = 0; at < 2; at++) expect((await full("/v1/list", "{")).status).toBe(400);
    expect((await full("/v1/list", "{")).status).toBe(429);
  });

  test("a client that looks all the time is answered at a pace, and no other with it", async () => {
    const paces = new Paces();
    const waits = Array.from({ length: 30 }, () => paces.wait("a", 100, 10_000)!);
    expect(waits.slice(0, 21)).toEqual(Array(21).fill(0));
    expect(waits.slice(21, 24)).toEqual([100, 200, 300]);
    expect(paces.wait("b", 100, 10_000)).toBe(0);
    for (let at = 0; at < 100; at++) paces.wait("a", 100, 10_000);
    expect(paces.wait("a", 100, 10_000)).toBeNull();
    expect(paces.wait("a", 100, 20_000)).toBe(0);
    const ask = await newApp([], 0);
    const startMs = performance.now();
    await Promise.all(Array.from({ length: 8 * 30 }, async () => ask("/v1/overview")));
    expect(performance.now() - startMs).toBeGreaterThan(300);
    expect((await ask("/healthz")).status).toBe(200);
  });
});

describe("settings of a gateway", () => {
  test("are the words of scenarios, with a group of its own, from a file and above it from --set", () => {
    const path = join(folder, "gateway.yaml");
    writeFileSync(
      path,
      "gateway:\n  deadlineMs: 50\n  rate: 7\nscreening:\n  blockScore: 200\ninvestigations:\n  complaints: 5\n",
    );
    const settings = gatewaySettings(path, ["gateway.rate=9", "screening.flagScore=10"]);
    expect(settings.gateway).toMatchObject({ deadlineMs: 50, rate: 9, host: "127.0.0.1" });
    expect(settings.screening).toEqual(["screening.blockScore=200", "screening.flagScore=10"]);
    expect(settings.investigations.complaints).toBe(5);
    for (const [written, words] of [
      ["gateway.deadline=3", /--set gateway\.deadline: there is no setting/],
      ["gateway.rate=fast", /gateway\.rate/],
      ["gateway.rate.x=1", /there is no setting/],
      ["investigations.complains=3", /complains/],
      ["rate", /path=value/],
    ] as const) {
      expect(() => gatewaySettings(path, [written])).toThrow(words);
    }
  });

  test("are of several files, of which the later counts, and name files from the folder of theirs", () => {
    const [usual, thresholds] = [join(folder, "usual.yaml"), join(folder, "thresholds.yaml")];
    writeFileSync(usual, "gateway:\n  tokens: tokens.txt\n  rate: 7\nscreening:\n  blockScore: 200\n");
    writeFileSync(thresholds, "screening:\n  blockScore: 300\n");
    const settings = gatewaySettings([usual, thresholds], ["gateway.state=here"]);
    expect(settings.gateway).toMatchObject({ tokens: join(folder, "tokens.txt"), rate: 7, state: "here" });
    expect(settings.screening.at(-1)).toBe("screening.blockScore=300");
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
