import { styleText } from "node:util";
import { expect, test } from "vitest";
import { displayWidth } from "../../src/core/terminal/display-width.ts";
import { proseStep, quotedStep } from "../../src/explain/render.ts";

function red(text: string): string {
  return styleText("red", text, { validateStream: false });
}

const HOST = `${"sub.".repeat(30)}evil.top`;

test("a step of an explanation fits the terminal, however long a word of it is, and loses nothing of it", () => {
  const lines = proseStep("links", `names the host ${HOST} twice`, 40);
  expect(lines[0]).toMatch(/^links {8}names the host/);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  for (const line of lines.slice(1)) expect(line.slice(0, 13).trim()).toBe("");
  const said = lines.map((line) => line.slice(13)).join("");
  expect(said.replaceAll(" ", "")).toBe(`namesthehost${HOST}twice`);
});

test("a text from outside is broken anywhere, by the width that it takes, and painted part by part", () => {
  const lines = quotedStep("text", "您".repeat(40), 41);
  expect(lines.map(displayWidth)).toEqual([41, 41, 37]);
  expect(quotedStep("text", `aaaa${red("b".repeat(12))}`, 23)).toEqual([
    `text         aaaa${red("b".repeat(6))}`,
    `             ${red("b".repeat(6))}`,
  ]);
});

test("a step is one line where there is no terminal", () => {
  expect(proseStep("links", HOST, null)).toEqual([`links        ${HOST}`]);
});
