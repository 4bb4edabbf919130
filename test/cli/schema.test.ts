import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { DEFAULT_SCENARIO, loadScenario, shippedScenarios } from "../../src/scenario/file.ts";
import { reportSchema } from "../../src/report/schema.ts";
import { sampleReport } from "../report/sample-report.ts";
import { type Outcome } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

const DOCUMENTS = ["scenario", "report", "screen"];

const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  for (const document of DOCUMENTS) outcomes.set(document, await inProcess(["schema", document]));
});

function printed(document: string): JsonSchema {
  return JSON.parse(outcomes.get(document)!.stdout) as JsonSchema;
}

describe("schema", () => {
  test.each(DOCUMENTS)("%s prints a JSON Schema of an object, and nothing else", (name) => {
    expect(outcomes.get(name)).toMatchObject({ code: 0, stderr: "" });
    expect(printed(name)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      additionalProperties: false,
    });
  });

  test("report accepts a report, and none without its digest or with a field too many", () => {
    const schema = z.fromJSONSchema(printed("report"));
    const report = reportSchema.parse(sampleReport());
    expect(schema.safeParse(report).success).toBe(true);
    const { digest: _, ...without } = report;
    expect(schema.safeParse(without).success).toBe(false);
    expect(schema.safeParse({ ...report, mood: "fine" }).success).toBe(false);
  });

  test("scenario accepts the shipped ones, resolved, and no hours of nothing", () => {
    const schema = z.fromJSONSchema(printed("scenario"));
    for (const name of shippedScenarios()) expect(schema.safeParse(loadScenario(name)).error).toBeUndefined();
    const scenario = loadScenario(DEFAULT_SCENARIO);
    expect(schema.safeParse({ ...scenario, hours: 0 }).success).toBe(false);
    expect(schema.safeParse({ ...scenario, gangz: {} }).success).toBe(false);
  });

  test("of something else is refused, and says what there is", async () => {
    const { code, stdout, stderr } = await inProcess(["schema", "universe"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/scenario, report, screen/);
  });
});
