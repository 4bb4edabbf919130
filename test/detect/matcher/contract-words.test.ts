import { expect, test } from "vitest";
import { matcherEngines } from "../../../src/detect/matcher/engines.ts";
import { matcherContract } from "../../../src/detect/matcher/contract.ts";

test("the contract says of an engine that breaks it what was expected, what was found, where, and what to do", () => {
  const scan = matcherEngines.of("scan");
  const lastTemplate = matcherContract({
    ...scan,
    name: "last",
    attach: (tables, previous) => {
      const reader = scan.attach(tables, previous);
      const match = reader.match.bind(reader);
      return Object.assign(reader, {
        match: (...text: Parameters<typeof match>) => (match(...text) < 0 ? -1 : reader.templateCount - 1),
      });
    },
  });
  expect(lastTemplate[0]!.run).toThrow(
    /^matcher engine "last", check "finds a template by itself, at distance 0": \[template, distance, length\] of "youraccountisblocked": expected \[ 0, 0, 20 \], found \[ 5, 0, 20 \]\. What an engine must do: docs/,
  );
});
