/** A section of one's own, as small as one can be: a folder with this file, and a line in the list. */
import { z } from "zod";
import type { Section } from "../../../src/report/sections/section.ts";

const toySchema = { toy: z.strictObject({ gangs: z.int().nonnegative() }) };

export const toySection: Section<typeof toySchema> = {
  id: "toy",
  title: { en: "A toy", zh: "玩具" },
  schema: toySchema,
  make: ({ tally }) => ({ toy: { gangs: tally.handle.gangs } }),
  show: ({ toy }) => [
    {
      table: {
        head: [
          { en: "What there was", zh: "有什么" },
          { en: "how many", zh: "多少" },
        ],
        rows: [[{ en: "gangs of the toy", zh: "玩具的团伙" }, String(toy.gangs)]],
        notes: [],
      },
    },
  ],
};
