import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ScenarioList } from "../../../src/live/server/scenario-list.ts";
import { failure } from "../../report/failure.ts";

test("a scenario file that breaks or vanishes is called by its name, not by the place where it lies", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-shelf-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "mine.yaml");
  writeFileSync(path, "name: mine\n");
  const scenarios = new ScenarioList(path, 1);
  const ask = () => [
    failure(() => scenarios.catalogue()),
    failure(() => scenarios.prepare({ scenario: "mine.yaml", settings: {} })),
  ];
  const hasPath = expect.objectContaining({ message: expect.stringContaining(folder) as string }) as Error;
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
