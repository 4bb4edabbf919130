import { expect, test } from "vitest";
import { appOf, isApp, packageOf } from "../../src/record/app.ts";
import { domainKey } from "../../src/event/link/domain-key.ts";
import { Platform } from "../../src/engine/platform.ts";
import { writeWarning } from "../../src/respond/warning/warning-message.ts";
import { testScenario } from "../world/episodes.ts";
import type { EarlyWarning } from "../../src/record/warning.ts";

const APP = appOf("com.lumo4821");

test("an app has a name that is no host's, and a key of its own", () => {
  expect([isApp(APP), isApp("com.lumo4821"), packageOf(APP)]).toEqual([true, false, "com.lumo4821"]);
  expect(domainKey(APP)).not.toBe(domainKey("com.lumo4821"));
});

test("listing a host of the same letters blocks no app, and listing the app blocks no host", () => {
  for (const [listed, other] of [
    ["com.lumo4821", APP],
    [APP, "com.lumo4821"],
  ] as const) {
    const platform = new Platform(testScenario({}), 1);
    platform.learn([{ what: "host", host: listed, fromTick: 0 }]);
    for (let tick = 0; tick < 3; tick++) platform.pass(tick);
    expect([platform.wasListedHost(listed), platform.wasListedHost(other)]).toEqual([true, false]);
  }
});

test("a warning names the app by its package, not as a site", () => {
  const warning = { level: "low", identity: null, host: APP } as EarlyWarning;
  expect(writeWarning(warning, "en")).toContain("the app com dot lumo4821");
  expect(writeWarning(warning, "zh")).toContain("应用com点lumo4821");
});
