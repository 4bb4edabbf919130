import { z } from "zod";
import { MAX_SEED } from "../../core/random.ts";
import { CONTROL_KEYS, type Call, type Command, type ControlKey, type RunRequest } from "./protocol.ts";
import { RingfenceError } from "../../core/errors.ts";

/** Hours a second: beyond it one says "as fast as it goes". */
const MAX_PACE = 1000;
/** An hour in a minute and a half: slower, one steps. */
const MIN_PACE = 0.01;

const pace = z.number().min(MIN_PACE).max(MAX_PACE).nullable();

const settings = z.strictObject(
  Object.fromEntries(CONTROL_KEYS.map((key) => [key, z.number().exactOptional()])) as Record<
    ControlKey,
    z.ZodExactOptional<z.ZodNumber>
  >,
);

const runRequest: z.ZodType<RunRequest> = z.strictObject({
  scenario: z.string().max(255),
  seed: z.int().min(0).max(MAX_SEED),
  settings,
  hoursPerSecond: pace,
  playing: z.boolean(),
});

const command: z.ZodType<Command> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.enum(["play", "pause", "step", "crackdown"]) }),
  z.strictObject({ do: z.literal("pace"), hoursPerSecond: pace }),
]);

const call: z.ZodType<Call> = z.strictObject({ call: z.string().max(255) });

/** Throws RingfenceError "usage" that names the problem, as the others do. */
export function readRunRequest(body: string): RunRequest {
  return read(body, runRequest, "a run request");
}

export function readCommand(body: string): Command {
  return read(body, command, "a command");
}

export function readCall(body: string): Call {
  return read(body, call, "the answer to a call");
}

function read<T>(body: string, schema: z.ZodType<T>, what: string): T {
  let plain: unknown;
  try {
    plain = JSON.parse(body);
  } catch (cause) {
    throw new RingfenceError("usage", `expected ${what} as JSON, but the body is none`, { cause });
  }
  const result = schema.safeParse(plain);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new RingfenceError("usage", `this is not ${what}: ${issues.join("; ")}`);
}
