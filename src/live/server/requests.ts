/** What a page may ask for, checked. */
import type { Context } from "hono";
import { z } from "zod";
import { RingfenceError } from "../../core/errors.ts";
import { MAX_SEED } from "../../core/random.ts";
import { CONTROL_KEYS } from "./protocol.ts";

/** Simulated hours a second, from an hour in a minute and a half: slower, one steps. Null: as fast as it goes. */
const pace = z.number().min(0.01).max(1000).nullable();

export const RUN_REQUEST = z.strictObject({
  scenario: z.string().max(255),
  seed: z.int().min(0).max(MAX_SEED),
  settings: z.partialRecord(z.enum(CONTROL_KEYS), z.number()),
  hoursPerSecond: pace,
});
export type RunRequest = Readonly<z.infer<typeof RUN_REQUEST>>;

export const COMMAND = z.discriminatedUnion("do", [
  z.strictObject({ do: z.enum(["play", "pause", "step"]) }),
  z.strictObject({ do: z.literal("pace"), hoursPerSecond: pace }),
]);
export type Command = Readonly<z.infer<typeof COMMAND>>;

/** Throws RingfenceError "usage" that names the problem. `what`: "a command". */
export async function readBody<T>({ req }: Context, schema: z.ZodType<T>, what: string): Promise<T> {
  const body = await req.text();
  let plain: unknown;
  try {
    plain = JSON.parse(body);
  } catch (cause) {
    throw new RingfenceError("usage", `expected ${what} as JSON, but the body is none`, { cause });
  }
  const { success, data, error } = schema.safeParse(plain);
  if (success) return data;
  const issues = error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new RingfenceError("usage", `this is not ${what}: ${issues.join("; ")}`);
}
