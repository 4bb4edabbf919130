/** What was run, in pairs. */
import { z } from "zod";
import { comparableSchema, figureSchema } from "./document.ts";

/** One run: its figures, and the document it printed if it did. */
const runSchema = z.strictObject({ figures: z.array(figureSchema), document: comparableSchema.nullable() });

export const pairSchema = z.strictObject({ order: z.enum(["AB", "BA"]), a: runSchema, b: runSchema });

export type Run = Readonly<z.infer<typeof runSchema>>;
export type Pair = Readonly<z.infer<typeof pairSchema>>;
