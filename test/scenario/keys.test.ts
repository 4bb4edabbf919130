import { expect, test } from "vitest";
import { keysAt, parameters } from "../../src/scenario/keys.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { EVIDENCE } from "../../src/detect/evidence.ts";

const all = parameters();

test("every parameter is listed once, under the groups of the schema", () => {
  const paths = all.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.length).toBeGreaterThan(100);
  expect(paths).toEqual(
    expect.arrayContaining(["name", "hours", "benign.otp.perDay", "gangs.obfuscation", "screening.stages.match"]),
  );
});

test("every parameter states its unit, its source and what it is", () => {
  for (const { path, unit, source, description } of all) {
    expect([path, unit?.trim(), source?.trim()]).not.toContain("");
    expect(`${path}: ${unit}, ${source}: ${description}`).toMatch(/^(?!.*undefined).*\S\.$/);
  }
});

test("every parameter but the name has a default, and the defaults together are a valid scenario", () => {
  expect(all.filter((parameter) => parameter.default === undefined).map(({ path }) => path)).toEqual(["name"]);
  const stated: Record<string, unknown> = { name: "stated" };
  for (const { path, default: value } of all) if (path !== "name") state(stated, path.split("."), value);
  expect(scenarioSchema.parse(stated)).toEqual(scenarioSchema.parse({ name: "stated" }));
});

test("the valid keys of the scenario and of a group are those of the schema", () => {
  expect(keysAt([])).toContain("population");
  expect(keysAt(["screening", "weights"])).toEqual([...EVIDENCE]);
});

function state(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (rest.length === 0) target[key!] = value;
  else state((target[key!] ??= {}) as Record<string, unknown>, rest, value);
}
