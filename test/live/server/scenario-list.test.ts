import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScenarioList } from "../../../src/live/server/scenario-list.ts";
import { newFolder } from "../../new-folder.ts";
import { failure } from "../../report/failure.ts";

const folder = newFolder("scenarios");

test("a scenario file that breaks or vanishes is called by its name, not by the place where it lies", () => {
  const path = join(folder, "mine.yaml");
  writeFileSync(path, "name: mine\n");
  const scenarios = new ScenarioList(path, 1);
  const ask = () => [
    failure(() => scenarios.catalogue()),
    failure(() => scenarios.prepare({ scenario: "mine.yaml", settings: {} })),
  ];
  const hasPath = expect.objectContaining({ message: expect.stringContaining(folder) as string }) as Error;
  // A catalogue is made anew where a file was edited.
  for (const hours of [30, 2000]) {
    writeFileSync(path, `name: mine\nhours: ${hours}\n`);
    expect(scenarios.catalogue().scenarios[0]!.hours).toBe(hours);
  }
  writeFileSync(path, "name: mine\nhours: x\n");
  for (const error of ask()) {
    expect(error).toMatchObject({ code: "config", message: expect.stringContaining("mine.yaml:2:1: hours") as string });
    expect(error).not.toEqual(hasPath);
  }
  rmSync(path);
  for (const error of ask()) {
    expect(error).toMatchObject({ code: "io", message: expect.stringContaining("cannot read mine.yaml: ") as string });
    expect(error).not.toEqual(hasPath);
  }
});

test("what the command line sets holds for every scenario, and what a page sets comes on top", () => {
  const scenarios = new ScenarioList("smoke", 1, ["templates.engine=scan", "blocklist.initialEntries=7"]);
  for (const { defaults } of scenarios.catalogue().scenarios) expect(defaults.filterEntries).toBe(7);
  const plain = scenarios.prepare({ scenario: "classroom", settings: {} });
  expect(plain.scenario.templates.engine).toBe("scan");
  expect(plain.settings).toEqual(["templates.engine=scan", "blocklist.initialEntries=7"]);
  const changed = scenarios.prepare({ scenario: "smoke", settings: { filterEntries: 900 } });
  expect(changed.scenario.blocklist.initialEntries).toBe(900);
  expect(changed.scenario.templates.engine).toBe("scan");
  expect(() => new ScenarioList("smoke", 1, ["nothing.such=1"])).toThrow("nothing");
  const file = [{ path: ["blocklist", "initialEntries"], value: 5, where: "tuned.yaml:2:3" }];
  const below = (set: string[]) =>
    new ScenarioList("smoke", 1, set, file).prepare({ scenario: "classroom", settings: {} });
  expect(below([]).scenario.blocklist.initialEntries).toBe(5);
  expect(below(["blocklist.initialEntries=7"]).scenario.blocklist.initialEntries).toBe(7);
  expect(below([]).settings).toEqual([]);
});
