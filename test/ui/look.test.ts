import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DARK, LIGHT, type Palette } from "../../src/ui/chart/palette.ts";

const LOOK = readFileSync(fileURLToPath(new URL("../../src/ui/look/look.css", import.meta.url)), "utf8");
const COLOUR = /--(\w+): (?:light-dark\((#\w+), (#\w+)\)|var\(--(\w+)\));/g;

test("pages that are served and pages that are written have the same colours", () => {
  const shown = [...LOOK.matchAll(COLOUR)].map(([, name, light, dark, same]) => {
    const like = (same ?? name) as keyof Palette;
    return [name, light ?? LIGHT[like], dark ?? DARK[like]];
  });
  expect(shown.length).toBeGreaterThan(10);
  for (const [name, light, dark] of shown) {
    expect([name, light, dark]).toEqual([name, LIGHT[name as keyof Palette], DARK[name as keyof Palette]]);
  }
});
