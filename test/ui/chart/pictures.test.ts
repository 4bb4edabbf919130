import { readFileSync } from "node:fs";
import { en } from "../../../src/ui/words.ts";
import { describe, expect, test } from "vitest";
import { barPicture } from "../../../src/ui/chart/bars.ts";
import { curvesPicture } from "../../../src/ui/chart/curves.ts";
import { intervalPicture, oneMark } from "../../../src/ui/chart/intervals.ts";
import { renderSvg } from "../../../src/ui/chart/svg.ts";
import { INKS } from "../../../src/ui/chart/palette.ts";
import { fit, widthOf } from "../../../src/ui/chart/text-width.ts";
import type { Picture } from "../../../src/ui/chart/chart.ts";

const EVIL = `a"b'<script>&amp;\u4e2d`;

const PICTURES: readonly (readonly [string, Picture, tips: number])[] = [
  [
    "intervals",
    intervalPicture({
      axis: { name: EVIL },
      rule: { at: 2, name: EVIL },
      rows: [1, 2, 3].map((value) => ({
        name: EVIL,
        text: EVIL,
        tip: `${EVIL} ${value}`,
        marks: oneMark({ value, low: value - 0.5, high: value + 0.5 }),
      })),
    }),
    3,
  ],
  [
    "curves",
    curvesPicture({
      x: { name: EVIL },
      y: { name: EVIL },
      curves: [
        {
          name: EVIL,
          colour: "var(--ours)",
          mark: "dashed",
          points: [
            [0, 1],
            [1, 4],
            [2, 2],
          ],
          tips: ["a", "b", EVIL],
        },
      ],
      stretches: [{ from: 0, to: 1, tip: EVIL }],
      marks: [{ x: 1, y: 4, mark: "diamond", colour: "var(--ours)", tip: EVIL, name: EVIL }],
    }),
    5,
  ],
  [
    "bars",
    barPicture(
      [1, 2].map((size) => ({
        name: EVIL,
        text: EVIL,
        tip: EVIL,
        parts: [
          { size, colour: "var(--fraud)" },
          { size: 1, colour: "var(--fraud)", isHollow: true },
        ],
      })),
      { name: EVIL },
    ),
    2,
  ],
];

function svgOf(picture: Picture, width = 720): string {
  return renderSvg(picture, { width, className: "wide", labelledBy: "title", say: (text) => en(text) });
}

describe.each(PICTURES)("a picture of %s", (_, picture, tips) => {
  test.each([720, 328])(
    "%d pixels wide is one element whose messages are escaped and whose marks tell what they are",
    (width) => {
      const svg = svgOf(picture, width);
      expect(svg).toMatch(
        new RegExp(`^<svg xmlns="http://www.w3.org/2000/svg" class="wide" [^>]* viewBox="0 0 ${width} \\d+"`),
      );
      expect(svg.match(/<svg|<\/svg>/g)).toHaveLength(2);
      expect(svg).not.toMatch(/<script|<style|style=|ecmeta|class="zr|NaN/);
      expect(svg.match(/ data-tip="/g)).toHaveLength(tips);
      // Every attribute is in quotes and every element well formed: what is left without tags has no bracket.
      expect(svg.replace(/<[/a-z][^\s<>]*(?: [a-z0-9:-]+="[^"<]*")*\s*\/?>/gi, "")).not.toMatch(/[<>]/);
    },
  );
});

describe("a message cut to fit", () => {
  test("takes no more room than there is, and is whole where there is enough", () => {
    for (const text of ["short", "a very long name of something", "很长的名字很长的名字"]) {
      expect(fit(text, 1000)).toBe(text);
      expect(widthOf(fit(text, 60))).toBeLessThanOrEqual(60);
    }
    expect(fit("很长的名字很长的名字", 60)).toMatch(/^很长.*…$/);
  });
});

test("a bar of a point ends within the panel, however wide its interval is", () => {
  const at = { x: 1, y: 10, mark: "dot", colour: "var(--ours)", tip: "" } as const;
  const draw = (high: number): string =>
    svgOf(
      curvesPicture({
        x: { name: "x", min: 0, max: 2 },
        y: { name: "y", min: 0, max: 20 },
        curves: [],
        marks: [{ ...at, spreadX: [-high, high], spreadY: [-high, high] }],
      }),
    );
  expect(draw(1000)).toBe(draw(30));
  for (const head of "◀▶▼▲") expect(draw(1000)).toContain(`>${head}</text>`);
});

/** What stands on the axes. */
function ticksOf(svg: string): number[] {
  return [...svg.matchAll(/>(\d[\d.,]*)(K?)<\/text>/g)].map(([, number, thousand]) => {
    return Number(number!.replaceAll(",", "")) * (thousand === "K" ? 1000 : 1);
  });
}

function rowsUpTo(widest: number) {
  return [3, 5, 8, widest].map((high, at) => ({
    name: `class ${"abcd"[at]}`,
    text: "",
    tip: "",
    marks: oneMark({ value: 2, low: 1, high }),
  }));
}

test("one very wide interval is cut with an arrow, and leaves the others their room", () => {
  const picture = intervalPicture({ axis: { name: "blocked", min: 0 }, rows: rowsUpTo(900) });
  const svg = svgOf(picture);
  expect(Math.max(...ticksOf(svg))).toBeLessThanOrEqual(10);
  expect(en(picture.note!)).toContain("arrow");
  const usual = intervalPicture({ axis: { name: "blocked", min: 0 }, rows: rowsUpTo(12) });
  expect(usual.note).toBeUndefined();
  expect(Math.max(...ticksOf(svgOf(usual)))).toBeGreaterThanOrEqual(12);
});

test("an axis without a stated end has room for the intervals of its points", () => {
  const mark = { mark: "dot", colour: "var(--ours)", tip: "" } as const;
  const picture = curvesPicture({
    x: { name: "x", min: 0 },
    y: { name: "y", min: 0 },
    curves: [],
    marks: [
      { ...mark, x: 1, y: 10, spreadX: [0.5, 3], spreadY: [5, 27] },
      { ...mark, x: 2, y: 12, spreadY: [8, 14] },
    ],
  });
  expect(Math.max(...ticksOf(svgOf(picture)))).toBeGreaterThanOrEqual(27);
  expect(svgOf(picture)).not.toMatch(/[◀▶▼▲]/);
  expect(picture.note).toBeUndefined();
});

test("the style sheet has every colour that charts name", () => {
  const look = readFileSync(new URL("../../../src/ui/look/look.css", import.meta.url), "utf8");
  expect(INKS.filter((ink) => !look.includes(`--${ink}: `))).toEqual([]);
});
