/** What a gateway answers, and what it does with complaints and listings. */
import { readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Cases } from "../../src/gateway/cases.ts";
import { doAgain, Feed } from "../../src/gateway/feed.ts";
import type { JournalEntry } from "../../src/gateway/journal.ts";
import { Listings } from "../../src/gateway/listings.ts";
import { maskedId } from "../../src/gateway/masked-event.ts";
import { OPERATIONS } from "../../src/gateway/openapi.ts";
import {
  caseSchema,
  casesSchema,
  explanationSchema,
  listedSchema,
  listSchema,
  overviewSchema,
  tablesSchema,
  type Verdict,
  verdictSchema,
} from "../../src/gateway/protocol.ts";
import { verdictJson } from "../../src/gateway/verdict-json.ts";
import { verdictStream } from "../../src/gateway/verdict-stream.ts";
import { CHINA, countryOf } from "../../src/rows/country.ts";
import { createScreener } from "../../src/screen/screener.ts";
import { newState, runGateway, type Running } from "./running-gateway.ts";

const LISTED = "13800138000";
const LINES = { headers: { "Content-Type": "application/x-ndjson" } };
/** 2026-03-01, in seconds. */
const START_S = 1_772_323_200;

/** Calls and messages of two days; one caller calls everybody. */
function eventsOf(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `e${at}`,
    caller: at % 3 === 0 ? "13911112222" : `1370000${String(1000 + at)}`,
    callee: `1360000${String(1000 + at)}`,
    time: START_S + Math.floor((at * 172_800) / count),
    ...(at % 2 === 0
      ? { duration: at % 20, answered: at % 4 === 0 }
      : { text: at % 5 === 0 ? "您的账户异常，请登录 http://1cbc-vip.top 验证" : `see you at ${at}` }),
  }));
}

async function verdictOn(gateway: Running, event: object): Promise<Verdict> {
  const { status, body } = await gateway.ask("/v1/screen", event);
  expect({ status, body }).toMatchObject({ status: 200 });
  return verdictSchema.parse(body);
}

describe("a gateway", () => {
  test("decides as the library does, by one, array and line, with a restart in the middle", async () => {
    const events = eventsOf(240);
    const screener = await createScreener({ blocklist: [LISTED], model: "none" });
    const expected = events.map((event) => screener.screen(event)).map(({ verdict, score }) => ({ verdict, score }));
    expect(new Set(expected.map(({ score }) => score)).size).toBeGreaterThan(3);
    const set = ["gateway.saveSeconds=3600"];
    const first = await runGateway({ set });
    await first.ask("/v1/list", { add: [LISTED] });
    const answers: unknown[] = [];
    for (const event of events.slice(0, 40)) answers.push((await first.ask("/v1/screen", event)).body);
    answers.push(...((await first.ask("/v1/screen", events.slice(40, 120))).body as unknown[]));
    const { state } = first;
    await first.close();
    const second = await runGateway({ set, state });
    expect(second.told).toEqual([]);
    const lines = `${events
      .slice(120)
      .map((event) => JSON.stringify(event))
      .join("\n")}\n`;
    const { body } = await second.ask("/v1/screen", lines, LINES);
    answers.push(
      ...(body as string)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    );
    const got = z.array(verdictSchema).parse(answers);
    expect(got.map(({ verdict, score }) => ({ verdict, score }))).toEqual(expected);
    expect(got.map(({ id, time }) => ({ id, time }))).toEqual(events.map(({ id }) => ({ id, time: "event" })));
  });

  test("answers each of many that come at once by itself, also beside some that are no events", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: [LISTED] });
    const asked = Array.from({ length: 40 }, (_, at) => {
      if (at % 5 === 3) return { id: `e${at}`, caller: {} };
      return { id: `e${at}`, caller: at % 2 === 0 ? LISTED : "13911112222", text: at % 7 === 0 ? "hello" : null };
    });
    const answers = await Promise.all(asked.map((event) => gateway.ask("/v1/screen", event)));
    const wrong = { status: 400, body: { error: expect.stringMatching(/^event\.caller: expected/) as unknown } };
    const verdicts = asked.map(({ id, caller }) => ({ id, verdict: caller === LISTED ? "block" : "allow" }));
    expect(answers).toMatchObject(verdicts.map((body, at) => (at % 5 === 3 ? wrong : { status: 200, body })));
    const explained = explanationSchema.parse((await gateway.ask("/v1/explain/e39")).body);
    expect(explained.verdict).toEqual(answers[39]!.body);
  });

  test("writes a verdict as JSON has it, whatever is in it", () => {
    const verdict: Verdict = {
      id: '"\n\\\u2028\ud800',
      verdict: "block",
      risk: 0.5,
      score: -12,
      modelScore: -1.25,
      evidence: [
        { kind: "callerListed", weight: 700 },
        { kind: 'a"b', weight: -1 },
      ],
      script: 'say "yes"',
      similarity: 0.8123,
      tables: 3,
      time: "event",
      micros: 0,
    };
    const bare: Verdict = {
      ...verdict,
      risk: null,
      score: null,
      modelScore: null,
      evidence: [],
      script: null,
      similarity: null,
    };
    for (const one of [verdict, bare]) expect(verdictJson(one)).toBe(JSON.stringify(one));
  });

  test("screens lines together that were written one by one, and keeps their order", async () => {
    const batches: number[] = [];
    const lines = Array.from({ length: 50 }, (_, at) => new TextEncoder().encode(`{"id":"e${at}"}\n`));
    const verdicts = verdictStream(ReadableStream.from(lines), {
      maxBytes: 1000,
      stallMs: 1000,
      decide: async (events) => {
        batches.push(events.length);
        return events.map((event) => ({ error: (event as { id: string }).id }));
      },
      admit: async () => {},
      until: new AbortController().signal,
      onEnd: () => batches.push(0),
    });
    const written = await new Response(verdicts).text();
    expect(written.trimEnd().split("\n")).toEqual(lines.map((_, at) => `{"error":"e${at}"}`));
    expect(batches.reduce((sum, one) => sum + one, 0)).toBe(50);
    expect(batches.at(-1)).toBe(0);
    expect(batches.length).toBeLessThan(10);
  });

  test("answers a line while the next is still to come, also lines that are no events", async () => {
    const gateway = await runGateway();
    const sent = request(new URL("/v1/screen", gateway.url), { method: "POST", ...LINES });
    sent.write('{"caller":"10086","id":"a"}\n');
    const response = await new Promise<IncomingMessage>((resolve) => sent.on("response", resolve));
    const iterator = response.setEncoding("utf8")[Symbol.asyncIterator]() as AsyncIterator<string>;
    const next = async () => JSON.parse((await iterator.next()).value as string) as Record<string, unknown>;
    expect(await next()).toMatchObject({ id: "a", verdict: "allow" });
    sent.write('{"caller":\n');
    expect(await next()).toMatchObject({ error: expect.stringContaining("JSON") as unknown });
    sent.write('{"caller":{}}\n\n');
    expect(await next()).toMatchObject({ error: expect.stringContaining("caller") as unknown });
    sent.end('{"caller":"10000","id":"last"}');
    expect(await next()).toMatchObject({ id: "last" });
    expect((await iterator.next()).done).toBe(true);
  });

  test("says which time counts, and believes no time that cannot be true", async () => {
    const gateway = await runGateway();
    const call = { caller: "13911112222", callee: "13700001111" };
    const now = Date.now();
    expect((await verdictOn(gateway, { ...call, time: new Date(now - 1000).toISOString() })).time).toBe("event");
    expect((await verdictOn(gateway, { ...call, time: Math.floor(now / 1000) })).time).toBe("event");
    expect((await verdictOn(gateway, call)).time).toBe("arrival");
    // A clock that is a year ahead would make all others late.
    expect((await verdictOn(gateway, { ...call, time: now + 366 * 86_400_000 })).time).toBe("arrival");
    expect((await verdictOn(gateway, { ...call, time: now - 3 * 86_400_000 })).time).toBe("none");
    expect((await verdictOn(gateway, { caller: "13911112222" })).time).toBe("none");
    expect((await verdictOn(gateway, { ...call, time: now })).time).toBe("event");
    expect(await gateway.ask("/v1/screen", { ...call, time: "yesterday" })).toMatchObject({ status: 400 });
  });

  test("blocks what is listed once the listing is answered, and not once it is removed", async () => {
    const gateway = await runGateway();
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("allow");
    const added = await gateway.ask("/v1/list", { add: [`+86 ${LISTED}`, "evil.example"], why: "a test" });
    expect(listedSchema.parse(added.body)).toEqual({ listed: 2, templates: 0, tables: 2 });
    const verdict = await verdictOn(gateway, { caller: `+86${LISTED}` });
    expect(verdict).toMatchObject({ verdict: "block", tables: 2, evidence: [{ kind: "callerListed", weight: 700 }] });
    const wrong = await gateway.ask("/v1/list", { add: [LISTED, "not a\u202enumber!"] });
    expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringContaining("add, entry 2:") as unknown } });
    expect(wrong.body).toMatchObject({ error: expect.stringContaining("not a\\u{202e}number!") as unknown });
    await gateway.ask("/v1/list", { remove: [`+86${LISTED}`] });
    expect((await verdictOn(gateway, { caller: `+86${LISTED}` })).verdict).not.toBe("block");
    const tables = tablesSchema.parse((await gateway.ask("/v1/tables")).body);
    expect(tables).toMatchObject({ number: 3, blocklist: { entries: 1 } });
    const off = await runGateway({ set: ["screening.stages.blocklist=false"] });
    const refused = await off.ask("/v1/list", { add: [LISTED] });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/blocklist is off/) as unknown },
    });
    expect(readFileSync(join(off.state, "journal.jsonl"), "utf8")).not.toContain(LISTED);
  });

  test("lists a number of China where people write theirs as Chinese mobiles are written", async () => {
    const country = countryOf("US");
    const listings = new Listings({}, country);
    const [chinese, own] = listings.normalised(["+86 138 0013 8007", "1 (380) 013-8007"], "add");
    listings.change({ add: [chinese!], remove: [], addTemplates: [], removeTemplates: [] });
    const options = { country: "US", stages: ["blocklist", "classify"] };
    const screener = await createScreener({ ...options, blocklist: [] });
    screener.changeList({ add: [chinese!], remove: [] });
    for (const one of [screener, await createScreener({ ...options, blocklist: listings.packed().entries() })]) {
      const [theirs, ours] = one.screen([{ caller: "+8613800138007" }, { caller: own! }]);
      expect([theirs!.evidence[0], ours!.evidence]).toEqual(["callerListed", []]);
    }
  });

  test("does long lists in the order in which the journal has them", async () => {
    const listings = new Listings({}, CHINA);
    const add = Array.from({ length: 3000 }, (_, at) => String(13_800_138_000 + at));
    const entries: JournalEntry[] = [];
    const removed: Promise<number>[] = [];
    const append = async (entry: JournalEntry): Promise<void> => {
      entries.push(entry);
      if (removed.length === 0) removed.push(feed.list(listSchema.parse({ remove: add.slice(2990) }), "other"));
    };
    const feed = new Feed({
      journal: { append },
      listings,
      cases: new Cases({ complaints: 2, hostComplaints: 2, windowDays: 7 }),
      screener: await createScreener({ blocklist: [], stages: ["blocklist"] }),
      country: CHINA,
      desk: { seen: () => null },
      isByRule: false,
    });
    await feed.list(listSchema.parse({ add }), "one");
    await Promise.all(removed);
    expect(listings.packed().entries()).toEqual(add.slice(0, 2990));
    const again = new Listings({}, CHINA);
    for (const entry of entries)
      doAgain(entry, { cases: new Cases({ complaints: 2, hostComplaints: 2, windowDays: 7 }), listings: again });
    expect(again.packed().entries()).toEqual(add.slice(0, 2990));
  });

  test("matches a text that was added as a script, and forgets it when it is removed", async () => {
    const gateway = await runGateway();
    const script = "Parcel 4711 waits at the harbour, settle the storage of nine crowns within the day";
    const event = { text: script, caller: "13911112222" };
    expect((await verdictOn(gateway, event)).similarity).toBeNull();
    await gateway.ask("/v1/list", { addTemplates: [script] });
    expect((await verdictOn(gateway, event)).similarity).toBe(1);
    await gateway.ask("/v1/list", { removeTemplates: [script] });
    expect((await verdictOn(gateway, event)).similarity).toBeNull();
  });

  test("makes cases of complaints, which people decide", async () => {
    const gateway = await runGateway();
    await verdictOn(gateway, { id: "seen", caller: "13911112222", text: "call me back" });
    expect((await gateway.ask("/v1/complaints", { event: "unseen" })).status).toBe(400);
    expect((await gateway.ask("/v1/complaints", {})).status).toBe(400);
    const filed = await gateway.ask("/v1/complaints", { event: "seen", reporter: "a" });
    expect(filed.status).toBe(202);
    await gateway.ask("/v1/complaints", { caller: "13911112222", reporter: "a" });
    const { cases } = casesSchema.parse((await gateway.ask("/v1/cases")).body);
    expect(cases).toMatchObject([{ state: "pending", complaints: 2, reporters: 1, texts: ["call me back"] }]);
    const put = { method: "PUT", body: JSON.stringify({ decision: "fraud", templates: false }) };
    const decided = caseSchema.parse((await gateway.ask(`/v1/cases/${cases[0]!.id}`, undefined, put)).body);
    expect(decided).toMatchObject({ state: "fraud", decidedBy: "local" });
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("block");
    // Decided anew, it is taken back.
    const benign = { method: "PUT", body: JSON.stringify({ decision: "benign" }) };
    await gateway.ask(`/v1/cases/${cases[0]!.id}`, undefined, benign);
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("allow");
    expect((await gateway.ask("/v1/cases/case-99", undefined, put)).status).toBe(404);
  });

  test("shows cases by the page, the latest complaint first, and texts whole one by one", async () => {
    const gateway = await runGateway();
    const long = `${"x".repeat(600)} 13811112222`;
    for (let at = 0; at < 5; at++) await gateway.ask("/v1/complaints", { caller: `1391111000${at}`, text: long });
    await gateway.ask("/v1/complaints", { caller: "13911110001" });
    const page = async (query: string) => casesSchema.parse((await gateway.ask(`/v1/cases?${query}`)).body);
    const first = await page("limit=2");
    expect(first).toMatchObject({ cases: [{ id: "case-2" }, { id: "case-5" }], more: 3, total: 5 });
    expect(first.cases[0]!.texts).toEqual([`${"x".repeat(500)}…`]);
    expect(await page("limit=2&offset=4")).toMatchObject({ cases: [{ id: "case-1" }], more: 0, total: 5 });
    const whole = caseSchema.parse((await gateway.ask("/v1/cases/case-1")).body);
    expect(whole.texts).toEqual([long]);
    const masked = (await gateway.ask("/v1/cases/case-1?numbers=masked")).body;
    expect(JSON.stringify(masked)).not.toMatch(/\d{7}/);
    for (const wrong of ["limit=0", "limit=1001", "limit=1e2", "offset=-1"]) {
      expect(await gateway.ask(`/v1/cases?${wrong}`)).toMatchObject({ status: 400 });
    }
    expect((await gateway.ask("/v1/cases/none")).status).toBe(404);
  });

  test("lists by rule what enough people complain about, and no institution", async () => {
    const gateway = await runGateway({ set: ["gateway.decidedBy=complaints", "investigations.complaints=3"] });
    for (const reporter of ["a", "a", "a", "b"]) {
      for (const caller of ["13911112222", "95588"]) await gateway.ask("/v1/complaints", { caller, reporter });
    }
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("allow");
    for (const caller of ["13911112222", "95588"]) await gateway.ask("/v1/complaints", { caller, reporter: "c" });
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("block");
    expect((await verdictOn(gateway, { caller: "95588" })).verdict).toBe("allow");
    const { cases } = casesSchema.parse((await gateway.ask("/v1/cases?state=any")).body);
    expect(Object.fromEntries(cases.map(({ subject, state, decidedBy }) => [subject, [state, decidedBy]]))).toEqual({
      "13911112222": ["fraud", "rule"],
      "95588": ["pending", null],
    });
  });

  test("explains one of the last events, with numbers masked, and none before", async () => {
    const gateway = await runGateway({ set: ["gateway.explained=2"] });
    for (const id of ["a", "b", "c"]) await verdictOn(gateway, { id, caller: LISTED, text: "call 13811112222 now" });
    expect((await gateway.ask("/v1/explain/a")).status).toBe(404);
    const explained = explanationSchema.parse((await gateway.ask("/v1/explain/c")).body);
    expect(explained).toMatchObject({ event: { id: "c", caller: "138****8000" }, verdict: { id: "c" } });
    expect(explained.event["text"]).not.toContain("13811112222");
    expect(Object.keys(explained.stages)).toContain("blocklist");
  });

  test("explains an event of a stream as one of an array, whatever stands between its lines", async () => {
    const gateway = await runGateway();
    const events = [
      { id: "a", caller: LISTED, callee: "13911112222", time: new Date().toISOString(), note: { own: 1 } },
      { id: "b", caller: "0095588", callee: LISTED, text: "see https://www.example.com/1 \u{1f600}" },
      { id: "c", caller: LISTED, text: "x".repeat(9000) },
    ];
    const written = events.map((event) => JSON.stringify(event));
    const explained = async (body: string, init: RequestInit) => {
      await gateway.ask("/v1/screen", body, init);
      return Promise.all(
        events.map(async ({ id }) => {
          const { event, verdict, stages } = explanationSchema.parse((await gateway.ask(`/v1/explain/${id}`)).body);
          const { time, ...rest } = event;
          return { event: rest, isTimed: typeof time, verdict: { ...verdict, micros: 0 }, stages };
        }),
      );
    };
    const expected = await explained(`[${written.join()}]`, {});
    expect(await explained(`[${written.slice(0, 2).join()}]`, {})).toEqual(expected);
    // Of a line that is too long for it, all of the same piece are kept as events.
    for (const last of [2, 3]) {
      const lines = ["", "no JSON", ...written.slice(0, last)].join("\n \n");
      expect(await explained(`${lines}\n`, LINES)).toEqual(expected);
    }
    expect(expected[0]).toMatchObject({ event: { id: "a" }, verdict: { time: "event" }, isTimed: "string" });
    expect(expected[1]).toMatchObject({ stages: { links: { hosts: ["www.example.com"] } }, isTimed: "string" });
    expect(expected[2]).toMatchObject({ event: { text: "x".repeat(4000) }, isTimed: "undefined" });
  });

  test("shows no number of a person, wherever a client put it", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: ["10086"], addTemplates: [`the bank calls from ${LISTED} about a loan`] });
    const own = { [`to ${LISTED}`]: 1, account: 13800138000, share: 0.13800138, note: `of ${LISTED}` };
    const text = `the bank calls from ${LISTED} about a loan`;
    const event = { ...own, id: `call-${LISTED}`, caller: "10086", callee: `+86 ${LISTED}`, text };
    await verdictOn(gateway, event);
    const explained = (await gateway.ask(`/v1/explain/call-${LISTED}`)).body;
    explanationSchema.parse(explained);
    expect(explained).toMatchObject({ event: { note: "of 138****00" }, verdict: { id: "call-138****00" } });
    const shown = overviewSchema.parse((await gateway.ask("/v1/overview")).body);
    for (const one of [explained, shown.last]) expect(JSON.stringify(one)).not.toMatch(/138001/);
    const given = await verdictOn(gateway, { caller: "10086" });
    expect((await gateway.ask(`/v1/explain/${given.id}`)).body).toMatchObject({ verdict: { id: given.id } });
    // By these the client finds its event again.
    const ids = ["20261130123456", "1-2881112@127.0.0.1"];
    for (const id of ids) {
      await verdictOn(gateway, { id, caller: "10086", callee: LISTED });
      const { body } = await gateway.ask(`/v1/explain/${encodeURIComponent(id)}`);
      expect(body).toMatchObject({ event: { id }, verdict: { id } });
    }
    for (const [id, caller, isShown] of [
      [`${LISTED}-20261130`, `+86 ${LISTED}`, false],
      ["１３８００１３８０００", LISTED, false],
      ["0755-8123 4567/1", "075581234567", false],
      ["20261130123456", "who is 13800138000", false],
      ["95588-20261130", "95588", true],
      ["1069000123499", "1069000123499", true],
    ] as const) {
      expect([id, maskedId(id, { caller }, CHINA) === id]).toEqual([id, isShown]);
    }
  });

  test("repeats an answer by its key, and refuses the key for another body", async () => {
    const gateway = await runGateway();
    const key = { headers: { "Idempotency-Key": "k1" } };
    const [first, second] = await Promise.all([
      gateway.ask("/v1/complaints", { caller: LISTED }, key),
      gateway.ask("/v1/complaints", { caller: LISTED }, key),
    ]);
    expect(second.body).toEqual(first.body);
    expect([first, second].map(({ headers }) => headers.get("idempotency-replayed"))).toContain("true");
    expect(casesSchema.parse((await gateway.ask("/v1/cases")).body).cases[0]!.complaints).toBe(1);
    expect((await gateway.ask("/v1/complaints", { caller: "10086" }, key)).status).toBe(422);
    const verdicts = await Promise.all([1, 2].map(() => gateway.ask("/v1/screen", { caller: LISTED }, key)));
    expect(verdicts[1]!.body).toEqual(verdicts[0]!.body);
    expect(verdicts.map(({ headers }) => headers.get("idempotency-replayed"))).toContain("true");
  });

  test("hands a message of Kannel back as it came, or nothing where it is blocked", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: [LISTED] });
    const send = (from: string, body: string | Uint8Array<ArrayBuffer>, type: string, more = {}): Promise<Response> => {
      const sent = { "X-Kannel-From": from, "X-Kannel-To": "10690000", "X-Kannel-SMSC": "outside", ...more };
      const headers = { "Content-Type": type, ...sent };
      return fetch(new URL("/v1/kannel", gateway.url), { method: "POST", headers, body });
    };
    const passed = await send("13911112222", "see you", 'text/plain; charset="UTF-8"', { "X-Kannel-Coding": "0" });
    expect(await passed.text()).toBe("see you");
    expect(Object.fromEntries(passed.headers)).toMatchObject({
      "content-type": 'text/plain; charset="UTF-8"',
      "x-kannel-from": "13911112222",
      "x-kannel-to": "10690000",
      "x-kannel-coding": "0",
      "x-ringfence": "allow",
    });
    // It would lead back to where it came from.
    expect(passed.headers.get("x-kannel-smsc")).toBeNull();
    const blocked = await send(LISTED, "see you", "text/plain");
    expect([blocked.status, await blocked.text(), blocked.headers.get("x-kannel-to")]).toEqual([200, "", null]);
    // A text in two bytes a letter is read, and goes on in the same.
    const text = "您的账户异常，请登录 http://1cbc-vip.top 验证";
    const wide = new Uint8Array(Buffer.from(text, "utf16le").swap16());
    const flagged = await send("13911112222", wide, 'text/plain; charset="UTF-16BE"', { "X-Kannel-Coding": "2" });
    expect(flagged.headers.get("x-ringfence")).toBe("flag");
    expect(new Uint8Array(await flagged.arrayBuffer())).toEqual(wide);
    // What nobody can judge passes.
    for (const type of ["application/octet-stream", "text/plain; charset=klingon"]) {
      expect(await (await send("?", "\u0000\u0001", type)).text()).toBe("\u0000\u0001");
    }
    const { status } = await fetch(new URL("/v1/kannel", gateway.url), { method: "POST", body: "see you" });
    expect(status).toBe(400);
    expect((await send("1", "x", "application/json")).status).toBe(415);
    expect(gateway.faults).toEqual([]);
  });

  test("describes itself: every route of its OpenAPI document is there, and says what it is", async () => {
    const gateway = await runGateway();
    const { body } = await gateway.ask("/openapi.json");
    const { openapi, paths, components } = body as {
      openapi: string;
      paths: Record<string, Record<string, object>>;
      components: { schemas: Record<string, { properties?: object }> };
    };
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(components.schemas["Verdict"]!.properties!)).toContain("verdict");
    const referred = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    expect(referred.filter((name) => components.schemas[name] === undefined)).toEqual([]);
    for (const { path, method } of OPERATIONS) {
      expect(paths[path]![method]).toBeDefined();
      const init = { method: method.toUpperCase(), ...(method === "get" ? {} : { body: "{" }) };
      const answer = await gateway.ask(path.replace("{id}", "none"), undefined, init);
      expect((answer.body as { error?: string }).error ?? "").not.toContain("there is nothing here");
    }
    expect(await gateway.ask("/nothing")).toMatchObject({ status: 404 });
    const got = await gateway.ask("/v1/screen");
    expect(got).toMatchObject({ status: 405, body: { error: "expected POST, found GET" } });
    expect(got.headers.get("allow")).toBe("POST");
  });

  test("counts what it does, in the format of Prometheus", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: [LISTED] });
    await verdictOn(gateway, { caller: LISTED });
    await gateway.ask("/v1/screen", "nonsense");
    expect(await gateway.ask("/v1/screen", [])).toMatchObject({ status: 200, body: [] });
    const { body, headers } = await gateway.ask("/metrics");
    expect(headers.get("content-type")).toContain("version=0.0.4");
    const lines = (body as string).trimEnd().split("\n");
    expect(lines).toContain('ringfence_verdicts_total{verdict="block",class="call"} 1');
    expect(lines).toContain('ringfence_refused_total{status="400"} 1');
    expect(lines).toContain("ringfence_tables_version 2");
    expect(lines).toContain('ringfence_screen_seconds_bucket{le="+Inf"} 1');
    for (const line of lines) expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]+\})? [\d.e+-]+)$/);
  });

  test("shows those who look what it does: counts by stage and class, rate, latency, tables, the last events", async () => {
    const gateway = await runGateway();
    const overview = async () => overviewSchema.parse((await gateway.ask("/v1/overview")).body);
    expect(await overview()).toMatchObject({
      screening: { count: 0, p50: null, p99: null },
      last: [],
      stages: [],
      roles: ["screen", "feed", "read"],
    });
    await gateway.ask("/v1/list", { add: [LISTED] });
    const text = `the bank calls you from ${LISTED}, at once`;
    const events = [{ caller: LISTED, text }, { caller: LISTED }, { caller: "10086" }, { text: "see you" }];
    for (const event of events) await verdictOn(gateway, event);
    await gateway.ask("/v1/screen", events);
    await gateway.ask("/v1/complaints", { caller: LISTED });
    const shown = await overview();
    expect(shown).toMatchObject({
      verdicts: { block: { call: 2, message: 2 }, allow: { call: 2, message: 2 }, flag: { call: 0, message: 0 } },
      stages: [{ stage: "blocklist", flagged: { call: 0, message: 0 }, blocked: { call: 2, message: 2 } }],
      evidence: { callerListed: 4 },
      screening: { count: 8 },
      scoring: { flagScore: -120, blockScore: 180 },
      tables: { number: 2, blocklist: { entries: 1 } },
      cases: { pending: 1, fraud: 0, benign: 0 },
    });
    expect(shown.screening.p50).toBeLessThanOrEqual(shown.screening.p99!);
    expect(shown.rate.steps.reduce((sum, step) => sum + step.block, 0)).toBe(4);
    expect(shown.last.map(({ class: of, caller }) => [of, caller])).toEqual(
      ["call", "message", "call", "message"].map((of) => [of, "138****8000"]),
    );
    expect(JSON.stringify(shown)).not.toContain(LISTED);
    await verdictOn(gateway, { caller: LISTED, text: "y".repeat(100_000) });
    expect(JSON.stringify(await overview()).length).toBeLessThan(JSON.stringify(shown).length + 2000);
    const cases = (await gateway.ask("/v1/cases?numbers=masked")).body;
    expect(JSON.stringify(cases)).not.toContain(LISTED);
  });

  test("is healthy and ready, reads its files anew on request, and keeps the old ones where they are broken", async () => {
    const blocklist = join(newState(), "numbers.txt");
    writeFileSync(blocklist, `${LISTED}\n\n# a comment\n?!\n`);
    const gateway = await runGateway({ over: { blocklist } });
    expect(gateway.told.join()).toContain("1 line cannot be read as a number, name or domain, line 4 first");
    expect(await gateway.ask("/healthz")).toMatchObject({ status: 200, body: { ready: true } });
    expect(await gateway.ask("/readyz")).toMatchObject({ status: 200, body: { ready: true } });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("block");
    writeFileSync(blocklist, "?!\n");
    await expect(gateway.reload()).rejects.toThrow(/expected numbers/);
    expect(await verdictOn(gateway, { caller: LISTED })).toMatchObject({ verdict: "block", tables: 1 });
    writeFileSync(blocklist, "13911112222\n");
    await gateway.reload();
    expect(await verdictOn(gateway, { caller: "13911112222" })).toMatchObject({ verdict: "block", tables: 2 });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("allow");
    await gateway.ask("/v1/list", { add: [LISTED], remove: ["13911112222"] });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("block");
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("allow");
  });
});
