import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import { encodeModel } from "../../src/detect/learned/model.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import type { Complaint } from "../../src/record/complaint.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import type { AllowedMessage } from "../../src/record/retraining.ts";
import { KeptTexts } from "../../src/training/kept-texts.ts";
import { Retraining, type RetrainingSettings } from "../../src/training/retraining.ts";
import { madeUpMessages } from "./messages.ts";

const SETTINGS: RetrainingSettings = {
  everyDays: 2,
  trainings: 1000,
  delayDays: 1,
  quietDays: 0.5,
  benignPerDay: 100,
  minRows: 20,
  blockedBenign: 0.02,
};
const DAY = 24;
const LISTED = parseIdentity("13800000017");
const OTHER = parseIdentity("13800000025");
const normaliser = attachNormaliser(loadNormaliserTable());

const made = madeUpMessages(180);
const fraud = made.filter(({ isFraud }) => isFraud).map(({ text }) => complaint(text));
const benign = made.filter(({ isFraud }) => !isFraud).map(({ text }) => allowed(text));

function complaint(text: string | null, hour = 0): Complaint {
  return {
    subscriber: 0,
    timeMs: hour * HOUR_MS,
    identity: OTHER,
    host: null,
    account: null,
    app: null,
    text,
    called: 0,
    scriptKnown: false,
    weight: 1,
  };
}

function allowed(text: string, hour = 0, caller = OTHER, hosts: readonly string[] = []): AllowedMessage {
  return { text, caller, hosts, timeMs: hour * HOUR_MS };
}

function retrainingWith(settings: Partial<RetrainingSettings> = {}): Retraining {
  const listed = { isListed: (key: number) => key === LISTED, isListedHost: (host: string) => host === "bad.com" };
  const all = { ...SETTINGS, ...settings };
  return new Retraining({ settings: all, seed: 1, hours: 20 * DAY, base: null, normaliser, listed });
}

/** Through all ticks before `untilTick`: the models, by the tick at which each was trained. */
function modelsOf(retraining: Retraining, untilTick: number) {
  return Array.from({ length: untilTick }, (_, tick) => [tick, retraining.advance(tick)] as const).filter(
    ([, trained]) => trained !== null,
  );
}

/** How many of the messages are taken for benign twelve hours later. */
function quietOf(messages: readonly AllowedMessage[], complaints: readonly Complaint[] = []): number {
  const retraining = retrainingWith();
  retraining.noteAllowed(messages);
  retraining.noteComplaints(complaints);
  retraining.advance(13);
  return retraining.statement().quiet;
}

/** Models that are trained in five days. */
function modelsIn(settings: Partial<RetrainingSettings>): number {
  const retraining = retrainingWith(settings);
  retraining.noteAllowed(benign);
  retraining.noteDecided(fraud, true);
  return modelsOf(retraining, 5 * DAY).length;
}

/** The first model of the same texts in another order. */
function bytesOf(turn: <T>(items: readonly T[]) => readonly T[]): Buffer {
  const retraining = retrainingWith({ trainings: 1 });
  retraining.noteAllowed(turn(benign));
  retraining.noteDecided(turn(fraud), true);
  return encodeModel(modelsOf(retraining, 3 * DAY)[0]![1]!.model);
}

describe("retraining", () => {
  test("trains every so many days, on what was decided and on quiet messages, and counts what it costs", () => {
    const retraining = retrainingWith();
    retraining.noteAllowed(benign);
    retraining.noteDecided(fraud, true);
    const models = modelsOf(retraining, 5 * DAY);
    expect(models.map(([tick, trained]) => [tick, trained!.fromTick])).toEqual([
      [2 * DAY, 3 * DAY],
      [4 * DAY, 5 * DAY],
    ]);
    const { trainedOn } = models[0]![1]!.model.card;
    expect([trainedOn.fraud, trainedOn.benign]).toEqual([fraud.length, benign.length]);
    const { trainings, yuan, ...counts } = retraining.statement();
    expect(trainings[1]).toEqual({
      tick: 4 * DAY,
      fromTick: 5 * DAY,
      fraud: fraud.length,
      benign: benign.length,
      reason: null,
    });
    expect(counts).toEqual({
      labelledFraud: fraud.length,
      labelledBenign: 0,
      drawn: benign.length,
      quiet: benign.length,
    });
    expect(yuan).toBe(2 * 3000 + 2 * fraud.length);
  });

  test("takes no message for benign that somebody complained of, or whose sender or domain is listed", () => {
    expect(quietOf([allowed("hello", 1), allowed("bye", 2)])).toBe(1);
    expect(quietOf([allowed("hello", 1)], [complaint("hello", 12)])).toBe(0);
    expect(quietOf([allowed("hello", 1)], [complaint("another", 12), complaint(null, 12)])).toBe(1);
    expect(quietOf([allowed("hello", 1, LISTED)])).toBe(0);
    expect(quietOf([allowed("hello", 1, OTHER, ["good.com", "bad.com"])])).toBe(0);
  });

  test("trains on what is decided, whatever it is, and never twice on the same text", () => {
    const kept = new KeptTexts(2);
    const add = (text: string, isFraud: boolean): void =>
      kept.add({ text, isFraud, label: String(isFraud), caller: OTHER, direction: 0 });
    for (const text of ["one", "two", "three", "two"]) add(text, true);
    expect(kept.examples.map(({ text }) => text)).toEqual(["three", "two"]);
    add("two", false);
    expect([kept.fraud, kept.benign]).toEqual([1, 1]);
    expect(kept.examples.find(({ text }) => text === "two")!.isFraud).toBe(false);
  });

  test("says in words why it trains nothing, as long as there are too few texts of a class", () => {
    const retraining = retrainingWith();
    retraining.noteDecided(fraud.slice(0, 19), true);
    expect(modelsOf(retraining, 3 * DAY)).toEqual([]);
    retraining.noteDecided(fraud.slice(19, 21), true);
    retraining.noteAllowed(benign.slice(0, 30).map(({ text }) => allowed(text, 3 * DAY)));
    for (let tick = 3 * DAY; tick <= 4 * DAY; tick++) expect(retraining.advance(tick)).toBeNull();
    const { trainings, yuan } = retraining.statement();
    expect(trainings.map(({ reason, fromTick }) => [reason, fromTick])).toEqual([
      ["19 texts of fraud, of 20 that it takes", null],
      ["30 benign texts, of 50 that it takes", null],
    ]);
    expect(yuan).toBe(2 * 21);
  });

  test("trains no model that would come too late, nor more models than it may", () => {
    expect(modelsIn({ delayDays: 17.5 })).toBe(1);
    expect(modelsIn({ trainings: 1 })).toBe(1);
  });

  test("comes to the same model from the same texts, in whatever order of the same time they came", () => {
    expect(bytesOf((items) => items.toReversed()).equals(bytesOf((items) => items))).toBe(true);
  });

  test("takes what investigators dismissed for benign: without a case of fraud there is nothing to train on", () => {
    const retraining = retrainingWith();
    retraining.noteAllowed(benign);
    retraining.noteDecided(fraud, false);
    expect(modelsOf(retraining, 5 * DAY)).toEqual([]);
    expect(retraining.statement()).toMatchObject({ labelledFraud: 0, labelledBenign: fraud.length });
  });
});
