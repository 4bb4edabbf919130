import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Template } from "../../../src/detect/matcher/matcher.ts";
import { prepareTemplate } from "../../../src/detect/matcher/prepared-template.ts";
import { changeRows, compareOrder } from "../../../src/detect/matcher/row-changes.ts";
import { changesBetween } from "./changes-between.ts";

const ALL: readonly Template[] = Array.from({ length: 40 }, (_, number) => ({
  number,
  text: "template".repeat(2).slice(0, 4 + ((number * 7) % 9)),
}));

/** Which of ALL are in a list, in order. */
const chosen = fc.subarray([...ALL]);

test("keeps rows in order, and says which stayed, came and went", () => {
  fc.assert(
    fc.property(chosen, chosen, (before, now) => {
      const rowsBefore = before.map((template) => prepareTemplate(template, 3)).sort(compareOrder);
      const { came, gone } = changesBetween(before, now);
      const prepared = came.map((template) => prepareTemplate(template, 3)).sort(compareOrder);
      const { rows, changes } = changeRows(rowsBefore, prepared, gone);

      expect(rows.map(({ number }) => number)).toEqual([...now].sort(compareOrder).map(({ number }) => number));
      expect(changes.came.map((row) => rows[row])).toEqual(prepared);
      expect(changes.gone.map((row) => rowsBefore[row]!.number).sort((a, b) => a - b)).toEqual(
        gone.map(({ number }) => number),
      );
      const kept = changes.kept.flatMap(({ from, to, count }) =>
        Array.from({ length: count }, (_, i) => [rowsBefore[from + i], rows[to + i]]),
      );
      expect(kept.every(([one, other]) => one === other)).toBe(true);
      expect(kept.length).toBe(now.length - came.length);
      for (const list of [changes.came, changes.gone, changes.kept.map(({ to }) => to)]) {
        expect(list).toEqual([...list].sort((a, b) => a - b));
      }
    }),
  );
});
