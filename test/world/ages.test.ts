/** Age matters three times: in who is approached, in who is taken in, and in what is lost. */
import { HOUR_MS } from "../../src/core/time.ts";
import { expect, test } from "vitest";
import { KIND_CALL, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { TYPOLOGIES, type Typology } from "../../src/event/taxonomy.ts";
import { Engagement } from "../../src/world/people/engagement.ts";
import { Losses } from "../../src/world/episodes/losses.ts";
import { testScenario } from "./episodes.ts";
import { type MadeEvent, runWorld, smallWorld } from "./small-world.ts";

/** 18 to 25, 26 to 40, 41 to 55, 56 to 65, 66 and more. */
const BANDS = [0, 1, 2, 3, 4] as const;
const [YOUNGEST, YOUNG, MIDDLE, ELDERLY, OLDEST] = BANDS;
const HOURS = 24;
const NO_TYPOLOGY = TYPOLOGIES.map((name) => `gangs.typologies.${name}=0`);
const FRAUD_ALONE = { benign: false, firstContacts: true };

interface Approach {
  readonly contact: MadeEvent;
  readonly ageBand: number;
}

/** First contacts of a day. */
function approaches(settings: readonly string[]): Approach[] {
  const world = smallWorld(["gangs.count=20", "population.subscribers=4000", ...settings]);
  const { ageBand } = world.handle.subscribers;
  const ticks = [...runWorld(world, HOURS, () => [], FRAUD_ALONE)];
  return ticks.flatMap(({ events }) => events.map((contact) => ({ contact, ageBand: ageBand[contact.subscriber]! })));
}

/** Of approaches, the share in each age band. */
function sharesByAge(all: readonly { readonly ageBand: number }[]): number[] {
  return BANDS.map((band) => all.filter(({ ageBand }) => ageBand === band).length / all.length);
}

test("gangs choose among ages by their typology: sellers of games the youngest, false policemen the old as well", () => {
  const [games, police] = (["game-trading", "police"] as const).map((name) =>
    sharesByAge(approaches([...NO_TYPOLOGY, `gangs.typologies.${name}=1`])),
  );
  expect(games![YOUNGEST]! / police![YOUNGEST]!).toBeGreaterThan(1.5);
  expect(police![OLDEST]! / games![OLDEST]!).toBeGreaterThan(1.6);
});

test("of those engaged some 62 % are 18 to 40 and 33 % are 41 to 65, as the victims of 2023 were", () => {
  const scenario = testScenario({ episodes: { messageTakesHold: 0.8, callTakesHold: 0.8 } });
  const engagement = new Engagement(scenario, 1);
  const engaged = approaches(["gangs.count=60"]).filter(({ contact, ageBand }) => {
    const { gang, target, typology, subscriber, kind, timeMs } = contact;
    return engagement.takesHold(gang, target, typology, subscriber, ageBand, kind, timeMs);
  });
  const shares = sharesByAge(engaged);
  expect(Math.abs(shares[YOUNGEST]! + shares[YOUNG]! - 0.62)).toBeLessThan(0.02);
  expect(Math.abs(shares[MIDDLE]! + shares[ELDERLY]! - 0.33)).toBeLessThan(0.02);
});

test("with the same bait, those from 26 to 40 are taken in more often than the youngest and those from 56 to 65", () => {
  const engagement = new Engagement(testScenario({ episodes: { messageTakesHold: 0.5, callTakesHold: 0.5 } }), 1);
  const TARGETS = 20_000;
  const other: Typology = "customer-service";
  for (const kind of [KIND_MESSAGE, KIND_CALL]) {
    const held = BANDS.map((band) => {
      let count = 0;
      for (let target = 0; target < TARGETS; target++) {
        if (engagement.takesHold(1, target, TYPOLOGIES.indexOf(other), 0, band, kind, 7 * HOUR_MS)) count++;
      }
      return count / TARGETS;
    });
    expect(held[YOUNG]! / held[YOUNGEST]!).toBeGreaterThan(1.08);
    expect(held[YOUNG]! / held[ELDERLY]!).toBeGreaterThan(1.08);
  }
});

test("who is older has more to lose: those from 41 on half as much again as the youngest, in the same luck", () => {
  const losses = new Losses(testScenario({}), 1);
  const meanYuan = BANDS.map((band) => {
    let sum = 0;
    for (let target = 0; target < 5000; target++) sum += losses.lossYuan(1, target, 0, band);
    return sum / 5000;
  });
  expect(meanYuan[YOUNG]! / meanYuan[YOUNGEST]!).toBeGreaterThan(1.2);
  for (const band of [MIDDLE, ELDERLY, OLDEST]) expect(meanYuan[band]! / meanYuan[YOUNGEST]!).toBeGreaterThan(1.5);
});
