/** A section of one's own, as small as one can be: a folder with this file, and a line in the list. */
import { t } from "../../../src/ui/words.ts";
import { z } from "zod";
import type { Section } from "../../../src/report/sections/section.ts";

const toySchema = { toy: z.strictObject({ gangs: z.int().nonnegative() }) };

export const toySection: Section<typeof toySchema> = {
  id: "toy",
  title: t`A toy`,
  schema: toySchema,
  make: ({ tally }) => ({ toy: { gangs: tally.handle.gangs } }),
  show: ({ toy }) => [
    {
      table: {
        head: [t`What there was`, t`how many`],
        rows: [[t`gangs of the toy`, String(toy.gangs)]],
        notes: [],
      },
    },
  ],
};
