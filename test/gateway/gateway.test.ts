/** What a gateway answers, and what listings do. */
import { readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Listings } from "../../src/gateway/listings.ts";
import { maskedId } from "../../src/gateway/shown-event.ts";
import { explanationSchema, lastSchema, listedSchema } from "../../src/gateway/protocol.ts";
import { type Verdict, verdictSchema } from "../../src/gateway/protocol.ts";
import { Screening } from "../../src/gateway/screening.ts";
import { CHINA, countryOf } from "../../src/rows/country.ts";
import { createScreener } from "../../src/screen/screener.ts";
import { newState, runGateway, type Running } from "./running-gateway.ts";

const LISTED = "13800138000";
const LINES = { headers: { "Content-Type": "application/x-ndjson" } };
/** In milliseconds: recorded events may be older than the day, and are believed one after the other. */
const START_MS = Date.UTC(2026, 2);

/** Calls and messages of two days; one caller calls everybody. */
function eventsOf(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `e${at}`,
    caller: at % 3 === 0 ? "13911112222" : `1370000${String(1000 + at)}`,
    callee: `1360000${String(1000 + at)}`,
    time: START_MS + Math.floor((at * 172_800_000) / count),
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
  test("answers a line while the next is still to come, also lines that are no events", async () => {
    const gateway = await runGateway();
    const sent = request(new URL("/v1/screen", gateway.url), { method: "POST", ...LINES });
    sent.write('{"caller":"10086","id":"a"}\n');
    const response = await new Promise<IncomingMessage>((resolve) => sent.on("response", resolve));
    const iterator = response.setEncoding("utf8")[Symbol.asyncIterator]() as AsyncIterator<string>;
    const next = async () => JSON.parse((await iterator.next()).value as string) as Record<string, unknown>;
    expect(await next()).toMatchObject({ id: "a", verdict: "allow" });
    expect((await gateway.ask("/metrics")).body).toContain("ringfence_streams 1\n");
    sent.write('{"caller":\n');
    expect(await next()).toMatchObject({ error: expect.stringContaining("JSON") as unknown });
    sent.write('{"caller":{}}\n\n');
    expect(await next()).toMatchObject({ error: expect.stringContaining("caller") as unknown });
    sent.end('{"caller":"10000","id":"last"}');
    expect(await next()).toMatchObject({ id: "last" });
    expect((await iterator.next()).done).toBe(true);
    expect((await gateway.ask("/metrics")).body).toContain("ringfence_streams 0\n");
  });

  test("counts no event without a believed time and a callee in its caller's history", async () => {
    const gateway = await runGateway({ remembers: true });
    const busy = { caller: "13911112222", duration: 3 };
    const calls = eventsOf(600).map((event) => ({ ...busy, callee: event["callee"], time: event["time"] }));
    await gateway.ask("/v1/screen", calls);
    const next = { ...busy, callee: "13700001111", time: START_MS + 172_800_000 };
    const scores = async (events: readonly object[]) =>
      z
        .array(verdictSchema)
        .parse((await gateway.ask("/v1/screen", events)).body)
        .map(({ score }) => score);
    const [known, unknown, bare, again] = await scores([next, { ...next, time: 7 }, busy, next]);
    expect(known).toBeGreaterThan(unknown!);
    expect([bare, again]).toEqual([unknown, known]);
    await scores(Array.from({ length: 600 }, () => ({ caller: "13855556666", callee: "13700001111", time: 7 })));
    await scores([{ ...next, caller: "13700000000", time: START_MS + 175_000_000 }]);
    const last = { ...next, caller: "13855556666", time: START_MS + 180_000_000, id: "a" };
    const { body } = await gateway.ask("/v1/screen", last);
    expect(body).toMatchObject({ score: unknown, time: "event" });
    expect((await gateway.ask("/v1/explain/a")).body).toMatchObject({ stages: { behaviour: { attempts: 0 } } });
  });

  test("gives each line its own time, also next to a line that is no event", async () => {
    const gateway = await runGateway();
    const call = { caller: "13911112222", callee: "13700001111" };
    const events = [{ ...call, time: START_MS }, { caller: {} }, { ...call, time: 7 }, { ...call, time: START_MS + 1 }];
    const written = events.map((event) => JSON.stringify(event)).join("\n");
    const { body, headers } = await gateway.ask("/v1/screen", written, LINES);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "application/x-ndjson",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    const lines = (body as string).trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as Verdict).time)).toEqual(["event", undefined, "none", "event"]);
    expect((await gateway.ask("/metrics")).body).toContain("ringfence_times_disbelieved_total 1\n");
  });

  test("answers by the old lists during a reload, and loses no listing of that time", async () => {
    const screening = await Screening.start({ model: "none", blocklist: [LISTED, "13722223333"] });
    const callers = [LISTED, "13711112222", "13722223333", "13733334444"];
    const verdicts = () => {
      const events = callers.map((caller) => ({ event: { caller }, time: "none" }) as const);
      return screening.screen(events).map(({ verdict }) => verdict);
    };
    let during: string[] = [];
    const meanwhile = (): void => {
      screening.changeList({ add: ["13711112222"], remove: ["13722223333"] });
      during = verdicts();
    };
    const number = await screening.rebuild(() => {
      queueMicrotask(meanwhile);
      return { model: "none", blocklist: ["13722223333", "13733334444"] };
    });
    expect(during).toEqual(["block", "block", "allow", "allow"]);
    expect(verdicts()).toEqual(["allow", "block", "allow", "block"]);
    expect(number).toBe(3);
  });

  test("blocks what is listed once the listing is answered, and not once it is removed", async () => {
    const gateway = await runGateway();
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("allow");
    const added = await gateway.ask("/v1/list", { add: [`+86 ${LISTED}`, "evil.example"], why: "a test" });
    expect(listedSchema.parse(added.body)).toEqual({ listed: 2, removed: 0, templates: 0, tables: 2 });
    const verdict = await verdictOn(gateway, { caller: `+86${LISTED}` });
    expect(verdict).toMatchObject({ verdict: "block", tables: 2, evidence: [{ kind: "callerListed", weight: 700 }] });
    const wrong = await gateway.ask("/v1/list", { add: [LISTED, "not a\u202enumber!"] });
    expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringContaining("add, entry 2:") as unknown } });
    expect(wrong.body).toMatchObject({ error: expect.stringContaining("not a\\u{202e}number!") as unknown });
    const taken = await gateway.ask("/v1/list", { remove: [`+86${LISTED}`, "good.example"], removeTemplates: ["x"] });
    expect(taken.body).toMatchObject({ listed: 1, removed: 1 });
    expect((await verdictOn(gateway, { caller: `+86${LISTED}` })).verdict).not.toBe("block");
    const again = await gateway.ask("/v1/list", { add: [LISTED] });
    expect(again.body).toEqual({ listed: 2, removed: 0, templates: 0, tables: 5 });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("block");
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
    const options = { country: "US", model: "none" };
    const screener = await createScreener({ ...options, blocklist: [] });
    screener.changeList({ add: [chinese!], remove: [] });
    for (const one of [screener, await createScreener({ ...options, blocklist: listings.entries() })]) {
      const [theirs, ours] = one.screen([{ caller: "+8613800138007" }, { caller: own! }]);
      expect([theirs!.evidence[0], ours!.evidence]).toEqual(["callerListed", []]);
    }
  });

  test("matches a text that was added as a script, and forgets it when it is removed", async () => {
    const gateway = await runGateway();
    const script = "Parcel 4711 waits at the harbour, settle the storage of nine crowns within the day";
    const event = { text: script, caller: "13911112222" };
    expect((await verdictOn(gateway, event)).similarity).toBeNull();
    await gateway.ask("/v1/list", { addTemplates: [script] });
    expect((await verdictOn(gateway, event)).similarity).toBe(1);
    const without = await gateway.ask("/v1/list", { removeTemplates: [script, "never added"] });
    expect(without.body).toMatchObject({ removed: 1 });
    expect((await verdictOn(gateway, event)).similarity).toBeNull();
  });

  test("explains one of the last events, with numbers masked, and none before", async () => {
    const gateway = await runGateway({ set: ["gateway.explained=2"] });
    const text = `call 13811112222, see https://www.example.com/1 ${"x".repeat(9000)}`;
    const events = ["a", "b", "c"].map((id) => ({ id, caller: LISTED, text }));
    const { body } = await gateway.ask("/v1/screen", events.map((event) => JSON.stringify(event)).join("\n \n"), LINES);
    expect((await gateway.ask("/v1/explain/a")).status).toBe(404);
    expect((await gateway.ask("/v1/explain/b")).status).toBe(200);
    const explained = explanationSchema.parse((await gateway.ask("/v1/explain/c")).body);
    expect(explained).toMatchObject({ event: { id: "c", caller: "138****8000" }, verdict: { id: "c" } });
    expect(explained.event["text"]).toMatch(/^call 138\D+22\b.{3900,4000}$/);
    expect(explained.stages).toMatchObject({ blocklist: {}, links: { hosts: ["www.example.com"] } });
    expect(JSON.parse((body as string).trimEnd().split("\n")[2]!)).toMatchObject({ score: explained.verdict.score });
  });

  test("shows no number of a person, wherever a client put it", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: ["10086"], addTemplates: [`the bank calls from ${LISTED} about a loan`] });
    const own = { [`to ${LISTED}`]: 1, account: 13800138000, note: `of ${LISTED}`, duration: 0.13800138 };
    const text = `the bank calls from ${LISTED} about a loan`;
    const event = { ...own, id: `call-${LISTED}`, caller: "10086", callee: `+86 ${LISTED}`, text };
    await verdictOn(gateway, event);
    const explained = (await gateway.ask(`/v1/explain/call-${LISTED}`)).body;
    explanationSchema.parse(explained);
    expect(explained).toMatchObject({ event: { callee: "+86*******8000" }, verdict: { id: "call-138****00" } });
    await verdictOn(gateway, { caller: "13911112222", text: "see http://1cbc-vip.top" });
    const shown = lastSchema.parse((await gateway.ask("/v1/last")).body);
    expect(shown.events).toMatchObject([
      { caller: "139****2222", verdict: { verdict: "flag" } },
      { caller: "10086", verdict: { verdict: "block" } },
    ]);
    for (const one of [explained, shown]) expect(JSON.stringify(one)).not.toMatch(/138001/);
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

  test("finds an event by its id: the latest of them; it gives an id where there is none that is text", async () => {
    const gateway = await runGateway();
    await verdictOn(gateway, { id: "twice", caller: "10086" });
    await verdictOn(gateway, { id: "twice", caller: "10000" });
    expect((await gateway.ask("/v1/explain/twice")).body).toMatchObject({ event: { caller: "10000" } });
    const given = [];
    for (const id of [undefined, null, "", 7]) given.push((await verdictOn(gateway, { id, caller: "10086" })).id);
    expect(new Set(given).size).toBe(4);
    for (const id of given) expect((await gateway.ask(`/v1/explain/${id}`)).status).toBe(200);
  });

  test("shows the last fifty events that were flagged or blocked", async () => {
    const gateway = await runGateway();
    await gateway.ask("/v1/list", { add: [LISTED] });
    await gateway.ask("/v1/screen", [
      ...Array.from({ length: 60 }, (_, at) => ({ id: `b${at}`, caller: LISTED })),
      ...Array.from({ length: 60 }, () => ({ caller: "10086" })),
    ]);
    const { events } = lastSchema.parse((await gateway.ask("/v1/last")).body);
    expect(events.map(({ verdict }) => verdict.id)).toEqual(Array.from({ length: 50 }, (_, at) => `b${59 - at}`));
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
    const all = Object.entries(paths).flatMap(([path, by]) => Object.keys(by).map((method) => ({ path, method })));
    expect(all).toHaveLength(10);
    for (const { path, method } of all) {
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
    await gateway.ask("/v1/screen", { caller: {} });
    await gateway.ask("/v1/screen", '{"caller":{}}\n{"caller":"10086"}', LINES);
    expect(await gateway.ask("/v1/screen", [])).toMatchObject({ status: 200, body: [] });
    const { body, headers } = await gateway.ask("/metrics");
    expect(headers.get("content-type")).toContain("version=0.0.4");
    const lines = (body as string).trimEnd().split("\n");
    expect(lines).toContain('ringfence_verdicts_total{verdict="block",class="call"} 1');
    expect(lines).toContain('ringfence_refused_total{status="400"} 2');
    expect(lines).toContain('ringfence_evidence_total{kind="callerListed"} 1');
    expect(lines).toContain("ringfence_set_aside_total 2");
    expect(lines).toContain("ringfence_tables_version 2");
    expect(lines).toContain("ringfence_listed 1");
    expect(lines).toContain('ringfence_screen_seconds_bucket{le="+Inf"} 2');
    expect(lines).toContain("ringfence_screen_seconds_count 2");
    for (const line of lines) expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]+\})? [\d.e+-]+)$/);
  });

  test("is healthy and ready, reads its files anew on request, and keeps the old ones where they are broken", async () => {
    const [blocklist, templates] = [join(newState(), "numbers.txt"), join(newState(), "scripts.txt")];
    writeFileSync(blocklist, `${LISTED}\n\n# a comment\n?!\n`);
    writeFileSync(templates, "the bank calls about a loan that was never paid\n");
    const gateway = await runGateway({ over: { blocklist, templates } });
    expect(gateway.told.join()).toContain("1 line cannot be read as a number, name or domain, line 4 first");
    expect(await gateway.ask("/healthz")).toMatchObject({ status: 200, body: { ready: true } });
    expect(await gateway.ask("/readyz")).toMatchObject({ status: 200, body: { ready: true } });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("block");
    writeFileSync(blocklist, "?!\n");
    await expect(gateway.reload()).rejects.toThrow(/expected numbers/);
    expect(await verdictOn(gateway, { caller: LISTED })).toMatchObject({ verdict: "block", tables: 1 });
    // Files that can be read, with which no tables can be built.
    writeFileSync(blocklist, "13911112222\n");
    writeFileSync(templates, "?!\n");
    await expect(gateway.reload()).rejects.toThrow(/expected a script/);
    await gateway.ask("/v1/list", { addTemplates: ["a text that nobody has sent until today"] });
    expect(await verdictOn(gateway, { caller: LISTED })).toMatchObject({ verdict: "block", tables: 2 });
    writeFileSync(templates, "the bank calls about a loan that was never paid\n");
    await gateway.reload();
    expect(await verdictOn(gateway, { caller: "13911112222" })).toMatchObject({ verdict: "block", tables: 3 });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("allow");
    await gateway.ask("/v1/list", { add: [LISTED], remove: ["13911112222"] });
    expect((await verdictOn(gateway, { caller: LISTED })).verdict).toBe("block");
    expect((await verdictOn(gateway, { caller: "13911112222" })).verdict).toBe("allow");
  });
});
