import { styleText } from "node:util";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../src/core/terminal/display-width.ts";
import { type EventTruth, isPossible, lastTick } from "../../src/explain/run-event.ts";
import { outcomeOf } from "../../src/explain/event-outcome.ts";
import { proseStep, quotedStep, renderTruth } from "../../src/explain/render.ts";
import { episodeDocument, type EpisodeDocument } from "../../src/report/directory/episode-document.ts";
import { warningDocument } from "../../src/report/directory/warning-document.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { delivery, HEEDED, warning } from "../report/sample-loop.ts";

const HOUR_MS = 3_600_000;

type Fraud = Extract<EventTruth, { readonly fraud: true }>;

/** Engaged at hour 26, ended at 30, in two cases by the telephone. */
const EPISODE: EpisodeDocument = {
  ...episodeDocument(HEEDED),
  gang: 7,
  target: 31,
  subscriber: 12,
  engagedMs: 26 * HOUR_MS,
  endMs: 30 * HOUR_MS,
  outcome: "heeded",
  lossYuan: 0,
  contacts: 3,
  blocked: 1,
};
const WARNINGS = [
  // Before the episode, and brought in it; in it, and heeded at its end; in it, and brought too late; after it; to
  // somebody else.
  warningDocument(warning(0, 12, 20, "low", "low"), [delivery(0, 12, "message", 27)], ""),
  warningDocument(
    warning(1, 12, 28, "medium", "high"),
    [delivery(1, 12, "message", 29), delivery(1, 12, "telephone", 30), delivery(1, 12, "visit", 31)],
    "",
  ),
  warningDocument(warning(2, 12, 29, "low", "low"), [], ""),
  warningDocument(warning(3, 12, 40, "low", "low"), [], ""),
  warningDocument(warning(4, 13, 28, "low", "low"), [], ""),
];
const KEY = { gang: 7, target: 31, subscriber: 12 };

function truthOf(changes: Partial<Fraud>): Fraud {
  const made = {
    typology: "police",
    script: "police-laundering-case",
    technology: "sim-box",
    obfuscation: 0,
    domain: null,
  } as const;
  return { id: "0".repeat(16), fraud: true, ...KEY, step: 1, attempt: 0, ...made, outcome: null, ...changes };
}

describe("what became of a contact", () => {
  test("is its episode, with the warnings pushed or brought in it, and which of them ended it", () => {
    const outcome = outcomeOf(KEY, 27 * HOUR_MS, [{ ...EPISODE, target: 30 }, EPISODE], WARNINGS);
    expect(outcome).toMatchObject({ episode: EPISODE, afterEnd: false, alreadyIn: null });
    expect(outcome.warnings.map(({ id }) => id)).toEqual([0, 1, 2]);
    const told = outcome.warnings[1]!.deliveries.map(({ channel, inTime, heeded }) => ({ channel, inTime, heeded }));
    expect(told).toEqual([
      { channel: "message", inTime: true, heeded: false },
      { channel: "telephone", inTime: true, heeded: true },
      { channel: "visit", inTime: false, heeded: false },
    ]);
    const lost = outcomeOf(KEY, 0, [{ ...EPISODE, outcome: "lost", lossYuan: 5 }], WARNINGS);
    expect(lost.warnings.flatMap(({ deliveries }) => deliveries.filter(({ heeded }) => heeded))).toEqual([]);
  });

  test("may be nothing, since the subscriber was in an episode of somebody else", () => {
    const other = { ...EPISODE, gang: 9 };
    expect(outcomeOf(KEY, 27 * HOUR_MS, [other], WARNINGS)).toMatchObject({ episode: null, alreadyIn: other });
    expect(outcomeOf(KEY, 31 * HOUR_MS, [other], WARNINGS)).toMatchObject({ episode: null, alreadyIn: null });
  });

  test("is told in lines that fit a terminal", () => {
    const outcome = outcomeOf(KEY, 27 * HOUR_MS, [EPISODE], WARNINGS);
    const text = renderTruth(truthOf({ outcome }), false, 80);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/telephone day 2, 06:00\s+\(heeded\)/);
  });
});

describe("an identity", () => {
  const scenario = loadScenario("smoke");
  const benign = { source: "benign", benignClass: 0, tick: 47, ordinal: 5 } as const;
  const gang = { source: "gang", gang: 7, step: 0, attempt: 0, target: 31 } as const;

  test.each([
    ["an hour of the run", benign, [], true],
    ["an hour after it", { ...benign, tick: scenario.hours }, [], false],
    ["a class that is none", { ...benign, benignClass: 11 }, [], false],
    ["a first contact", gang, [], true],
    ["a gang that is none", { ...gang, gang: 24 }, [], false],
    ["more tries than there are", { ...gang, attempt: scenario.episodes.attempts }, [EPISODE], false],
    ["a second contact with somebody engaged", { ...gang, step: 1 }, [EPISODE], true],
    ["a second contact with somebody who was not", { ...gang, step: 1, target: 32 }, [EPISODE], false],
    ["a second contact, of which the episodes are gone", { ...gang, attempt: 1 }, null, true],
  ] as const)("of %s may or may not be one of the run", (_, origin, episodes, possible) => {
    expect(isPossible(origin, scenario, episodes)).toBe(possible);
  });

  test("says how far a run must be repeated, where it can", () => {
    expect(lastTick(benign, scenario, null)).toBe(47);
    expect(lastTick(gang, scenario, [EPISODE])).toBe(26);
    expect(lastTick({ ...gang, step: 1 }, scenario, [EPISODE])).toBe(scenario.hours - 1);
    expect(lastTick(gang, scenario, null)).toBe(scenario.hours - 1);
  });
});

function red(text: string): string {
  return styleText("red", text, { validateStream: false });
}

const HOST = `${"sub.".repeat(30)}evil.top`;

test("a step of an explanation fits the terminal, however long a word of it is, and loses nothing of it", () => {
  const lines = proseStep("links", `names the host ${HOST} twice`, 40);
  expect(lines[0]).toMatch(/^links {8}names the host/);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  for (const line of lines.slice(1)) expect(line.slice(0, 13).trim()).toBe("");
  const said = lines.map((line) => line.slice(13)).join("");
  expect(said.replaceAll(" ", "")).toBe(`namesthehost${HOST}twice`);
});

test("a text from outside is broken anywhere, by the width that it takes, and painted part by part", () => {
  const lines = quotedStep("text", "您".repeat(40), 41);
  expect(lines.map(displayWidth)).toEqual([41, 41, 37]);
  expect(quotedStep("text", `aaaa${red("b".repeat(12))}`, 23)).toEqual([
    `text         aaaa${red("b".repeat(6))}`,
    `             ${red("b".repeat(6))}`,
  ]);
});

test("a step is one line where there is no terminal", () => {
  expect(proseStep("links", HOST, null)).toEqual([`links        ${HOST}`]);
});
