/** A screener with threads decides as one without: whoever screens what, and when. */
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { CHINA } from "../../src/rows/country.ts";
import { createScreener, Screener } from "../../src/screen/screener.ts";
import type { ScreenedEvent, ScreenerEvent } from "../../src/screen/screened-event.ts";
import type { ScreenerOptions } from "../../src/screen/screener-options.ts";
import { ScreeningThreads } from "../../src/screen/screening-threads.ts";
import { loadScreening } from "../../src/screen/setup.ts";
import { newFolder } from "../new-folder.ts";
import { callsOfADay } from "./calls-of-a-day.ts";

const folder = newFolder("threads");
const LIST = ["13800138000", "bad.example"];
const TEXTS = [
  "Your parcel waits for the customs fee of today: bad.example/x",
  "您的ETC已失效,请点击 http://etc-77.cc 认证",
];

/** Calls of a day, a tenth of them messages instead. */
const events: readonly ScreenerEvent[] = callsOfADay().map(({ duration, ...event }, at) =>
  at % 10 === 4 ? { ...event, text: `${TEXTS[at % 2]!} ${at}` } : { ...event, duration },
);

async function started(options: ScreenerOptions): Promise<Screener> {
  const screener = await createScreener({ blocklist: LIST, ...options });
  onTestFinished(() => screener.close());
  return screener;
}

function listsOf(size: number): ScreenerEvent[][] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, at) => events.slice(at * size, (at + 1) * size));
}

async function streamed(screener: Screener, size: number): Promise<ScreenedEvent[]> {
  const out: ScreenedEvent[] = [];
  for await (const screened of screener.stream(listsOf(size))) out.push(...screened);
  return out;
}

function callsOfTwo(): ScreenerEvent[] {
  return Array.from({ length: 200 }, (_, row) => ({ caller: row % 2 === 0 ? "13800138000" : "13900139000" }));
}

describe("threads", () => {
  test("come to the same, with what callers did before, whatever the lists and the threads", async () => {
    const expected = (await createScreener({ blocklist: LIST })).screen(events);
    const kinds = new Set(expected.flatMap(({ evidence }) => evidence));
    expect(kinds).toContain("fanOutHigh");
    expect(kinds).toContain("callerListed");
    for (const [threads, size] of [
      [1, 97],
      [2, 500],
    ] as const) {
      expect(await streamed(await started({ threads }), size)).toEqual(expected);
    }
  });

  test("go over to new lists between two batches, and each event says which it had", async () => {
    const screener = await started({ threads: 2, model: "none" });
    const reloaded = screener.reload({ blocklist: ["13900139000"] });
    const versions = new Set<number>();
    async function* lists() {
      for (let at = 0; screener.version.number === 1 || at % 20 !== 0; at++) {
        yield callsOfTwo();
        await new Promise(setImmediate);
      }
      yield callsOfTwo();
      screener.changeList({ add: ["13800138000"], remove: [] });
      yield callsOfTwo();
    }
    for await (const screened of screener.stream(lists())) {
      for (const [row, { version, evidence }] of screened.entries()) {
        versions.add(version);
        const isListed = version === 3 || (row % 2 === 0) === (version === 1);
        expect(evidence.includes("callerListed")).toBe(isListed);
      }
    }
    await reloaded;
    expect([...versions]).toEqual([1, 2, 3]);
  });

  test("have lists that change quickly in their order, between the same batches", async () => {
    const screener = await started({ threads: 1 });
    const wrong: [number, number][] = [];
    const lists: Promise<number>[] = [];
    for (let turn = 0; turn < 30; turn++) {
      for (let change = 0; change < 3; change++) {
        const isAdded = screener.version.number % 2 === 1;
        screener.changeList({ add: isAdded ? ["13900139000"] : [], remove: isAdded ? [] : ["13900139000"] });
      }
      const list = callsOfTwo();
      const soon = screener.screenSoon(list, true, (place, { evidence }, { by }) => {
        const isListed = place % 2 === 0 || by.version % 2 === 0;
        if (evidence.includes("callerListed") !== isListed) wrong.push([turn, place]);
      });
      lists.push(soon);
      await new Promise(setImmediate);
    }
    await Promise.all(lists);
    expect(wrong).toEqual([]);
  });

  test("are told at once of what is listed while they are told of others", async () => {
    const { engines, handles, normaliser } = await loadScreening({ blocklist: LIST, country: CHINA });
    const begin = { engines, handles, normaliser: normaliser!.handle, country: "CN" };
    const url = new URL("../fixtures/worker-told.mjs", import.meta.url).href;
    const threads = await ScreeningThreads.start(2, begin, url);
    onTestFinished(() => threads.close());
    for (let number = 0; number < 100; number++)
      threads.changeList({ add: [String(13_900_000_000 + number)], remove: [] });
    const told = [await threads.screen(await threads.take(), null), await threads.screen(await threads.take(), null)];
    expect(told.map(({ observations }) => Array.from(observations!))).toEqual([
      [2, 100],
      [2, 100],
    ]);
  });

  test("that are lost leave their work to this one", async () => {
    const setup = await loadScreening({ blocklist: LIST, country: CHINA });
    const { engines, handles, normaliser } = setup;
    const url = new URL("../fixtures/worker-mortal.mjs", import.meta.url).href;
    const begin = { engines, handles, normaliser: normaliser!.handle, country: "CN" };
    const threads = await ScreeningThreads.start(1, begin, url);
    const screener = new Screener(setup, { blocklist: LIST, country: CHINA }, 600_000, threads);
    onTestFinished(() => screener.close());
    const expected = (await createScreener({ blocklist: LIST })).screen(events);
    expect(await streamed(screener, 300)).toEqual(expected);
    expect(screener.threads).toBe(0);
  });

  test("say how long events have waited for them", async () => {
    const screener = await started({ threads: 1 });
    expect(screener.waitingMs).toBe(0);
    const lists = listsOf(150).map((list) => screener.screenSoon(list, true, () => {}));
    let longest = 0;
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([
        Promise.all(lists).then(() => true),
        new Promise<false>((go) => setImmediate(go, false)),
      ]);
      longest = Math.max(longest, screener.waitingMs);
    }
    expect(longest).toBeGreaterThan(0);
    expect(screener.waitingMs).toBe(0);
  });

  test("refuse a call in between, save what was decided, and are told apart by number", async () => {
    const screener = await started({ threads: 1 });
    const stream = screener.stream(listsOf(1000));
    const first = stream.next();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(() => screener.screen({ caller: "10086" })).toThrow("threads are at events of a stream");
    await first;
    for await (const _ of stream);
    expect(screener.screen({ caller: "13800138000" }).evidence).toContain("callerListed");
    const path = join(folder, "history");
    await screener.save(path);
    const later = callsOfADay().map((event) => ({
      ...event,
      time: new Date(Date.parse(event.time) + 3_600_000).toISOString(),
    }));
    const other = await started({ threads: 1 });
    // What is under way is screened by what was remembered before, and forgotten.
    const before = other.screenSoon(later.slice(0, 2500), true, () => {});
    await other.restore(path);
    await before;
    expect(other.screen(later.slice(2500))).toEqual(screener.screen(later.slice(2500)));
    for (const threads of [-1, 1.5, 65]) {
      await expect(createScreener({ threads })).rejects.toThrow("threads: expected a whole number from 0 to 64");
    }
  });
});
