/** `createScreener` decides as `ringfence screen` does: row by row, with behaviour, however events are given. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { FILTER_ONLY, listingsFound } from "../../src/detect/blocklist/found.ts";
import { BLOCKLIST } from "../../src/detect/blocklist/stage.ts";
import { GRADES } from "../../src/detect/learned/found.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { createScreener } from "../../src/screen/screener.ts";
import type { ScreenedEvent, ScreenEvent } from "../../src/screen/screened-event.ts";
import { bytesInUse } from "../../bench/micro/held-bytes.ts";
import { readJsonLines } from "../cli/command-line.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { callsOfADay } from "./calls-of-a-day.ts";

const folder = newFolder("screener");
const SAMPLE = new URL("../../datasets/messages/sample.csv", import.meta.url).pathname;
/** Model and shipped scripts take most of the time to load. */
const QUICK = { model: "none", templates: ["Your parcel is held"] };
type Row = Omit<ScreenedEvent, "stages">;

/** What `ringfence screen FILE ...words` says of each row. */
async function screened(file: string, ...words: string[]): Promise<Row[]> {
  const out = join(folder, "out.jsonl");
  const { code, stderr } = await inProcess(["screen", file, ...words, "--quiet", "--force", "--out", out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readJsonLines<Row>(out).map(rowOf);
}

function rowOf({ verdict, risk, noRisk, score, modelScore, evidence, script, similarity }: Row): Row {
  return { verdict, risk, noRisk, score, modelScore, evidence, script, similarity };
}

function writeJsonLines(name: string, events: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  return path;
}

describe("a model without thresholds of one's own", () => {
  /** Texts that the starter advises against. */
  const [TELLY, TICKET] = [
    "Todays ur day! An HD telly has ur name on. To have it dropped off, call 0906 555 0150 & say TELLY. Line 1.50pm, ask bill payer, entry closes 30/11",
    "Final notice from the Dept of Vehicles. Outstanding ticket. Enforcement starts on 30th: registration suspended, driving privileges suspended, credit score hit. pay-now.dmv-tix",
  ] as const;

  test("flags by the text alone and never blocks, but does with a listed number or a look-alike domain", async () => {
    const screener = await createScreener({ blocklist: ["13900000000"] });
    const verdict = (event: ScreenEvent): string => screener.screen(event).verdict;
    expect([TELLY, `${TICKET}.top`].map((text) => verdict({ text }))).toEqual(["flag", "flag"]);
    expect(verdict({ text: TELLY, caller: "13900000000" })).toBe("block");
    expect(verdict({ text: `${TELLY} ${TICKET}.top www.icbc-pay.top` })).toBe("block");
  });

  test("takes no words against an institution's own sender and links, unless they ask for a code or money", async () => {
    const screener = await createScreener({ templates: [TELLY.replace(/call \S+ \S+ \S+/, "come to us")] });
    const verdict = (more: string, caller = "95588"): string =>
      screener.screen({ text: `${TELLY.replace(/call \S+ \S+ \S+/, "come to us")} ${more}`, caller }).verdict;
    for (const more of ["", "www.icbc.com.cn", "Never tell anybody your code."]) {
      expect([more, verdict(more)]).toEqual([more, "allow"]);
      // Genuine links speak for a message by themselves, whoever sent it.
      expect([more, verdict(more, "10690000") === "allow"]).toEqual([more, more.startsWith("www")]);
    }
    expect(verdict("www.icbc.com.cn Reply with the code you get.", "10690000")).not.toBe("allow");
    for (const more of ["dmv-tix.top", "Reply with the code you get.", "Call 4005550123", "请立即转账。"]) {
      expect([more, verdict(more) === "allow"]).toEqual([more, false]);
    }
  });
});

describe("createScreener", () => {
  test("decides on the shipped messages as screen does, at once and one by one", async () => {
    const rows: ScreenEvent[] = parse(readFileSync(SAMPLE, "utf8"), { columns: true });
    const expected = await screened(SAMPLE);
    const screener = await createScreener();
    expect(screener.screen(rows).map(rowOf)).toEqual(expected);
    expect(rows.map((row) => rowOf(screener.screen(row)))).toEqual(expected);
    const found = expected.filter(({ verdict }) => verdict !== "allow");
    // The model that ships only advises.
    expect(found.filter(({ evidence }) => evidence.includes("learnedSure"))).toEqual([]);
    expect(expected.every(({ risk, modelScore }) => risk === null && modelScore !== null)).toBe(true);
  });

  test("takes the lists and settings of screen, in files and in memory", async () => {
    const [numbers, scripts] = [["13800138000", "bad.example"], ["Your parcel is held, pay the customs fee now"]];
    const [blocklist, templates] = [join(folder, "numbers.txt"), join(folder, "scripts.txt")];
    writeFileSync(blocklist, numbers.join("\n"));
    writeFileSync(templates, scripts.join("\n"));
    const events = [
      { caller: "13800138000" },
      { caller: "10690001", text: "your parcel is held: pay the custom fee now" },
      { caller: 13900139000, text: "see http://www.bad.example/" },
    ];
    const words = `--blocklist ${blocklist} --templates ${templates} --set templates.threshold=0.7 --model none`.split(
      " ",
    );
    const set = ["screening.blockScore=100", "screening.prior=-300"];
    const file = writeJsonLines("few.jsonl", events);
    const expected = await screened(file, ...words, ...set.flatMap((one) => ["--set", one]));
    const settings = { threshold: 0.7, model: "none", set, sortedWithinMs: 3_600_000 };
    for (const lists of [
      { blocklist, templates },
      { blocklist: numbers, templates: scripts },
      { blocklist: [13800138000, "bad.example"], templates: scripts },
    ]) {
      const screener = await createScreener({ ...lists, ...settings });
      expect(screener.screen(events).map(rowOf)).toEqual(expected);
    }
    expect(expected.map(({ evidence }) => evidence)).toMatchObject([
      expect.arrayContaining(["callerListed"]),
      expect.arrayContaining(["textMatch"]),
      expect.arrayContaining(["domainListed"]),
    ]);
  });

  test("goes by what callers did before, as screen does, however events come", async () => {
    const events = callsOfADay();
    const file = writeJsonLines("calls.jsonl", events);
    const expected = await screened(file, "--model", "none");
    const kinds = new Set(expected.flatMap(({ evidence }) => evidence));
    expect([...kinds]).toEqual(expect.arrayContaining(["fanOutHigh", "answeredLow"]));
    for (const size of [events.length, 1, 97]) {
      const screener = await createScreener(QUICK);
      const rows: Row[] = [];
      for (let from = 0; from < events.length; from += size) {
        rows.push(...screener.screen(events.slice(from, from + size)).map(rowOf));
      }
      expect(rows).toEqual(expected);
    }
    const dated = await createScreener(QUICK);
    const withDates = events.map((event) => ({ ...event, time: new Date(event.time) }));
    expect(dated.screen(withDates).map(rowOf)).toEqual(expected);
    // Of these nobody says whether they were answered.
    const untold = events.map((event) => ({ ...event, duration: null }));
    const found = new Set((await createScreener(QUICK)).screen(untold).flatMap(({ evidence }) => evidence));
    expect([...found]).toContain("fanOutHigh");
    expect([...found]).not.toContain("answeredLow");
    const without = await createScreener({ ...QUICK, set: "screening.stages.behaviour=false" });
    expect(without.screen(events).every(({ evidence }) => !evidence.includes("fanOutHigh"))).toBe(true);
  });

  test("names a field that was meant for another, and leaves a program its own", async () => {
    const screener = await createScreener(QUICK);
    expect(() => screener.screen({ text: "hello", callr: "13800138000" } as ScreenEvent)).toThrow(
      'event: expected no field "callr". (Did you mean caller?)',
    );
    expect(screener.screen({ text: "hello", mailbox: 7 } as ScreenEvent).verdict).toBe("allow");
  });

  test("is as it was after a list that it refused: its clock, and the form of its times", async () => {
    const screener = await createScreener(QUICK);
    expect(() => screener.screen([callOn(11), callOn(1)])).toThrow("expected rows sorted by time");
    expect(screener.screen(callOn(1)).verdict).toBe("allow");
    const other = await createScreener(QUICK);
    expect(() => other.screen([callOn(1), { text: 5 as unknown as string }])).toThrow("events[1].text");
    expect(other.screen({ ...callOn(1), time: "2026-03-01T08:00:00Z" }).verdict).toBe("allow");
  });

  test("counts attempts of a list as it does one by one, wherever the first callee stands", async () => {
    const calls = callsOfADay();
    const events: ScreenEvent[] = [
      ...calls.slice(0, 60).map((event) => ({ ...event, callee: null })),
      ...calls.slice(60),
    ];
    const [atOnce, oneByOne] = [await createScreener(QUICK), await createScreener(QUICK)];
    const expected = events.map((event) => rowOf(oneByOne.screen(event)));
    expect(atOnce.screen(events).map(rowOf)).toEqual(expected);
  });

  test("does not believe a time that is years ahead: what follows is not late", async () => {
    const screener = await createScreener(QUICK);
    screener.screen(callOn(1));
    screener.screen({ ...callOn(1), time: Date.UTC(2099, 0, 1) });
    expect(screener.screen(callOn(2)).verdict).toBe("allow");
  });

  test("says which entries of its lists cannot be read", async () => {
    const { remarks } = await createScreener({ model: "none", blocklist: ["!!", "13800138000"] });
    expect(remarks).toEqual([expect.stringMatching(/blocklist: 1 entry cannot be read, the first is entry 1$/)]);
  });

  test("says what each stage that is on has found", async () => {
    const { stages } = (await createScreener({ blocklist: ["13800138000"] })).screen({ caller: "13800138000" });
    expect(stages).toMatchObject({
      blocklist: { caller: "listed", domain: "absent" },
      links: { count: 0, hosts: [] },
      match: null,
    });
    const usual = (await createScreener()).screen({ text: "hello, see www.example.com" });
    expect(usual.stages).toMatchObject({ links: { count: 1, hosts: ["www.example.com"] }, behaviour: { fanOut: 0 } });
    expect(GRADES).toContain(usual.stages.learned!.grade);
    expect(Object.keys(usual.stages).sort().join(" ")).toBe("behaviour learned links lookalike match provenance");
    const set = ["behaviour", "learned", "match", "provenance"].map((stage) => `screening.stages.${stage}=false`);
    const off = (await createScreener({ set })).screen({ caller: "0095588" });
    expect(Object.keys(off.stages).sort()).toEqual(["links", "lookalike"]);
    expect(off.stages.lookalike!.caller).toMatchObject({ distance: 0 });
  });

  test("names what the stages found when it is asked for, however many events came since, and in copies too", async () => {
    const events = [
      ...callsOfADay().slice(0, 300),
      ...["hello, see www.example.com and 1cbc-vip.top", "您的账户异常，请登录 http://1cbc-vip.top 验证"].map(
        (text, at) => ({
          text,
          caller: `1390013900${at}`,
          route: "international" as const,
        }),
      ),
      { caller: "0095588" },
      { caller: "13800138000", text: "" },
    ];
    const [now, later] = await Promise.all([1, 2].map(() => createScreener({ blocklist: ["13800138000"] })));
    const asked = events.map((event) => structuredClone(now!.screen(event).stages));
    const verdicts = later!.screen(events);
    later!.screen(events.map((event) => ({ ...event, text: "something else: www.other.example" })));
    expect(verdicts.map(({ stages }) => stages)).toEqual(asked);
    expect(asked.at(300)).toMatchObject({ links: { count: 2, hosts: ["www.example.com", "1cbc-vip.top"] } });
    expect(new Set(asked.map(({ behaviour }) => behaviour!.attempts)).size).toBeGreaterThan(3);
    expect({ ...verdicts[300]! }.stages).toEqual(asked[300]);
    expect(JSON.parse(JSON.stringify(verdicts[300]))).toMatchObject({
      verdict: verdicts[300]!.verdict,
      stages: asked[300],
    });
  });

  test("keeps no more of a large event than it screens, and names what was found of it as before", async () => {
    const screener = await createScreener(QUICK);
    const head = `see www.example.com ${"x".repeat(1003)}`;
    const large = JSON.stringify({ text: `${head}\u{1f600}${"y".repeat(2e5)}`, caller: `0095588${"1".repeat(2e5)}` });
    const parsed = (): ScreenEvent => JSON.parse(large) as ScreenEvent;
    const asked = structuredClone(screener.screen(parsed()).stages);
    const before = bytesInUse();
    const kept = Array.from({ length: 30 }, () => screener.screen(parsed()));
    expect(bytesInUse() - before).toBeLessThan(3e6);
    expect(kept.at(-1)!.stages).toEqual(asked);
    expect(asked).toMatchObject({ links: { hosts: ["www.example.com"] } });
  });

  test("does not say on which keys the filter of the blocklist errs, as that follows from its secret", () => {
    const [events, findings] = [EventBatch.allocate(1), Findings.allocate(1)];
    listingsFound(findings).caller[0] = FILTER_ONLY;
    expect(BLOCKLIST.record(events, findings, 0)).toMatchObject({ caller: "filterOnly" });
    expect(BLOCKLIST.found(events, findings, 0)).toEqual({ caller: "absent", domain: "absent" });
  });

  test.each([
    [{ blocklst: "a.txt" }, 'no option "blocklst". Did you mean blocklist?'],
    [{ threshold: "0.7" }, 'threshold: expected a number, found "0.7"'],
    [{ threshold: 7 }, "threshold: expected a similarity from"],
    [{ templates: [1] }, "templates: expected a string, or a list of strings, found [1]"],
    [{ blocklist: [1.5] }, "blocklist: expected a string, or a list of strings and whole numbers, found [1.5]"],
    [{ templates: [" "] }, "templates: expected at least one script, found none"],
    [{ country: "ZZ" }, "expected a country by its two letters"],
    [{ set: "warnings.low=1" }, "nothing here depends on it"],
    [{ sortedWithinMs: 1e9 }, "sortedWithinMs: expected milliseconds from 0 to 3600000"],
    [{ blocklist: "/nowhere/numbers.txt" }, "/nowhere/numbers.txt"],
    [{ set: "screening.blockScore=-130" }, "screening.blockScore is -130, below screening.flagScore -120"],
  ])("refuses options %j", async (options, message) => {
    const failed = createScreener(options as object);
    await expect(failed).rejects.toBeInstanceOf(RingfenceError);
    await expect(failed).rejects.toThrow(message);
  });

  test.each([
    ["a text", 'event: expected an object, as { caller: "0095588", text: "..." }, found "a text"'],
    [{}, "event: expected a text, or a caller, found {}"],
    [{ text: 7 }, "event.text: expected a string, found 7"],
    [{ text: Symbol("a") }, "found a symbol"],
    [{ text: ["\u202e"] }, 'found ["\\u{202e}"]'],
    [{ caller: {} }, "event.caller: expected a string, or a whole number, found {}"],
    [[{ text: "a" }, { caller: "1", time: "noon" }], "events[1].time: expected a date, ISO 8601"],
    [{ caller: "1", time: new Date(Number.NaN) }, "event.time: expected a date, found "],
    [{ caller: "1", duration: "long" }, 'event.duration: expected a number of seconds from 0 on, found "long"'],
    [{ caller: "1", answered: "maybe" }, "event.answered: expected true or false"],
    [{ caller: "1", route: "sea" }, "event.route: expected one of mobile"],
    [{ text: "a", direction: "up" }, "event.direction: expected received or sent"],
  ])("refuses an event %j", async (event, message) => {
    const screener = await createScreener(QUICK);
    expect(() => screener.screen(event as ScreenEvent)).toThrow(message);
  });
});

/** A call on a day of March. */
function callOn(day: number) {
  return { caller: "13800138000", callee: "13900139000", time: Date.UTC(2026, 2, day) };
}
