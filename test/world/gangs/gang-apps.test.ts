import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { isApp } from "../../../src/record/app.ts";
import { TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { GangApps } from "../../../src/world/gangs/gang-apps.ts";
import { testScenario } from "../episodes.ts";

const GANGS = 400;
const BRUSHING = TYPOLOGIES.indexOf("brushing");
const POLICE = TYPOLOGIES.indexOf("police");

function appsOf(gangs: object, typology = BRUSHING): GangApps {
  const scenario = testScenario({ gangs });
  return new GangApps(
    scenario,
    1,
    Array.from({ length: GANGS }, () => typology),
  );
}

function names(apps: GangApps): string[] {
  return Array.from({ length: GANGS }, (_, gang) => apps.appOf(gang)).filter((app) => app !== null);
}

test("as many gangs have an app as the scenario says, of the typologies that need one, and each its own", () => {
  const apps = appsOf({ apps: 0.6 });
  const opened = apps.advance(0).map(({ app }) => app);
  expect(opened).toEqual(names(apps));
  expect(Math.abs(opened.length / GANGS - 0.6)).toBeLessThan(0.1);
  expect(new Set(opened).size).toBe(opened.length);
  expect(opened.every(isApp)).toBe(true);
  expect(names(appsOf({ apps: 1 }, POLICE))).toEqual([]);
  expect(names(appsOf({ apps: 0 }))).toEqual([]);
});

test("an app is replaced 36 hours after the tick that follows its refusal at the earliest", () => {
  const scenario = testScenario({ gangs: { apps: 1 } });
  const apps = new GangApps(
    scenario,
    1,
    Array.from({ length: GANGS }, () => BRUSHING),
  );
  apps.advance(0);
  names(apps).forEach((name, gang) => apps.noteRefused(gang, name, 10.5 * HOUR_MS));
  const replaced = [47, 150].map((tick) => {
    apps.advance(tick);
    return apps.replacedByGang.filter((count) => count > 0).length;
  });
  // Some are at the end of their life anyway.
  expect(replaced[0]).toBeLessThan(GANGS / 10);
  expect(replaced[1]).toBeGreaterThan(GANGS / 2);
});

test("an app is counted once however many are refused it, and one that is refused to nobody never", () => {
  const apps = appsOf({ apps: 1 });
  apps.advance(0);
  const name = apps.appOf(7)!;
  for (let i = 0; i < 3; i++) apps.noteRefused(7, name, i * HOUR_MS);
  apps.noteRefused(8, name, 0);
  expect(apps.refusedByGang[7]).toBe(1);
  expect(apps.refusedByGang.reduce((sum, count) => sum + count)).toBe(1);
});
