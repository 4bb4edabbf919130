import { z } from "zod";
import { count, MAX_ROWS, share } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const point = z.strictObject({
  score: z.int().describe("block from this score on, in hundredths of a nat of log-odds"),
  intercepted: count,
  falselyIntercepted: count,
  recall: share,
  precision: share,
});

export const lineSchema = {
  precisionRecall: z
    .array(z.strictObject({ channel: z.enum(["all", "calls", "messages"]), points: z.array(point).max(MAX_ROWS) }))
    .max(MAX_ROWS),
};

export type LineFields = Fields<typeof lineSchema>;
