import { describe, expect, test } from "vitest";
import { z } from "zod";
import { DEFAULT_SCENARIO, loadScenario, shippedScenarios } from "../../src/scenario/file.ts";
import { parameters } from "../../src/scenario/keys.ts";
import { inProcess } from "./in-process.ts";

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

async function printed(document: string): Promise<JsonSchema> {
  const { code, stdout, stderr } = await inProcess(["schema", document, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as JsonSchema;
}

describe("schema", () => {
  test.each(["scenario", "report", "screen"])(
    "%s prints a JSON Schema of an object, and nothing else",
    async (name) => {
      expect(await printed(name)).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        additionalProperties: false,
      });
    },
  );

  test("scenario accepts the shipped ones, resolved, and no hours of nothing", async () => {
    const schema = z.fromJSONSchema(await printed("scenario"));
    for (const name of shippedScenarios()) expect(schema.safeParse(loadScenario(name)).error).toBeUndefined();
    const scenario = loadScenario(DEFAULT_SCENARIO);
    expect(schema.safeParse({ ...scenario, hours: 0 }).success).toBe(false);
    expect(schema.safeParse({ ...scenario, gangz: {} }).success).toBe(false);
  });

  test("report is printed the same without --json, and has no groups", async () => {
    expect(await inProcess(["schema", "report"])).toEqual(await inProcess(["schema", "report", "--json"]));
    const { code, stderr } = await inProcess(["schema", "report", "warnings"]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('leave out "warnings"') });
  });
});

describe("schema scenario without --json", () => {
  const all = parameters();
  const basic = all.filter(({ level }) => level === "basic");

  test("prints the basic parameters in a line each, and says how the rest is shown", async () => {
    const { code, stdout } = await inProcess(["schema", "scenario"]);
    expect(code).toBe(0);
    const [lines = ""] = stdout.split("\n\n");
    expect(lines.split("\n").map((line) => /^ {2}([\w.-]+)/.exec(line)?.[1])).toEqual(basic.map(({ path }) => path));
    expect(lines).toMatch(
      /^ {2}warnings\.low=1\.1 \(exposure, 0 to 1000000\) {2}A warning is pushed from this exposure on\.$/m,
    );
    expect(stdout).toContain(`${basic.length} of ${all.length} parameters`);
    expect(stdout).toMatch(/--all; all of a group: .* warnings, /);
  });

  test("with --all prints each once, in one line with its whole path, default, range and what it does", async () => {
    const { code, stdout } = await inProcess(["schema", "scenario", "--all"]);
    expect(code).toBe(0);
    for (const { path, description } of all) {
      const lines = stdout.split("\n").filter((line) => line.startsWith(`  ${path}=`) || path === "name");
      expect(lines).toContainEqual(expect.stringContaining(description!));
    }
    expect(stdout).toMatch(/^ {2}calendar\.holidays=\[6\] \(days of the run, from 1, 1 to 366\) /m);
    expect(stdout).toMatch(/^ {2}dissuasion\.visitFrom=high .* One of low, medium, high, never\.$/m);
  });

  test("prints one group or one parameter alone, and of an unknown one the nearest", async () => {
    expect((await inProcess(["schema", "scenario", "warnings.low"])).stdout.match(/warnings\./g)).toHaveLength(1);
    const { code, stderr } = await inProcess(["schema", "scenario", "warning.lo"]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "warnings.low"?'),
    });
  });
});
