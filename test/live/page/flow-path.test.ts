import { expect, test } from "vitest";
import { pathThrough, pointAt, shareOf } from "../../../src/live/page/flow-path.ts";

const corner = pathThrough([
  { x: 0, y: 0 },
  { x: 30, y: 0 },
  { x: 30, y: 10 },
]);

test("a dot moves evenly along its way, and stays at its ends", () => {
  expect(pointAt(corner, -1)).toEqual({ x: 0, y: 0 });
  expect(pointAt(corner, 0.5)).toEqual({ x: 20, y: 0 });
  expect(pointAt(corner, 0.875)).toEqual({ x: 30, y: 5 });
  expect(pointAt(corner, 2)).toEqual({ x: 30, y: 10 });
});

test("a station lies on the way where its distance says", () => {
  expect(shareOf(corner, 1)).toBe(0.75);
});

test("a way of no length has one place", () => {
  const still = pathThrough([
    { x: 1, y: 2 },
    { x: 1, y: 2 },
  ]);
  expect(pointAt(still, 0.5)).toEqual({ x: 1, y: 2 });
  expect(shareOf(still, 1)).toBe(0);
});
