/** The settings of a gateway: YAML files and `--set`. The group `gateway` is its own, others are those of scenarios. */
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { type FileSetting, parseSetting, readSettings } from "../scenario/file.ts";
import { NUMBER_FORMS } from "./event-time.ts";

/** What happens to an event that waited longer than the deadline. */
const OVERLOAD_RULES = ["unscreened", "refuse"] as const;

const path = z.string().min(1);

export const gatewaySchema = z.strictObject({
  host: z.string().min(1).default("127.0.0.1").describe("address to listen on; any but loopback needs tokens"),
  port: z.int().min(0).max(65_535).default(4290).describe("port; 0 for any that is free"),
  names: z.array(z.string()).default([]).describe("more names of this server, such as the name of a proxy"),
  tokens: path
    .optional()
    .describe("file of two lines, screen TOKEN and feed TOKEN; left out: everybody on this machine may ask"),
  state: path.default("gateway-state").describe("folder of the journal and of the callers' history"),
  saveSeconds: z.number().min(1).max(86_400).default(60).describe("seconds between two saves of the history"),
  blocklist: path.optional().describe("file of numbers, senders and domains that are listed from the start"),
  templates: path.optional().describe("file of scripts to match; left out: those shipped"),
  country: z.string().default("CN").describe("two letters of the country in whose form numbers are written"),
  overload: z.enum(OVERLOAD_RULES).default("unscreened").describe("what a late event gets: `unscreened`, or 503"),
  deadlineMs: z.number().min(1).max(60_000).default(200).describe("milliseconds that an event may have waited"),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024)
    .describe("most bytes of a body, or of a line of a stream"),
  maxEvents: z.int().min(1).max(100_000).default(1000).describe("most events of an array"),
  times: z.enum(NUMBER_FORMS).default("milliseconds").describe("what a number in `time` counts since 1970"),
  explained: z.int().min(1).max(1_000_000).default(10_000).describe("number of last events that can be explained"),
  windowDays: z.number().min(0.1).max(365).default(7).describe("days after which a case is over, unless it is fraud"),
});

export type GatewayOptions = z.output<typeof gatewaySchema>;

export interface GatewaySettings {
  readonly gateway: GatewayOptions;
  /** Parameters of screening, as `createScreener` takes them. */
  readonly screening: readonly string[];
}

/**
 * Later files count more than earlier ones, `set` more than files, and `over` (the command line's options) most. Throws
 * RingfenceError: "io" where a file cannot be read, "config" for an unknown or wrong setting, "usage" for bad `set`.
 */
export function gatewaySettings(
  files: string | readonly string[] = [],
  set: readonly string[] = [],
  over: Partial<z.input<typeof gatewaySchema>> = {},
): GatewaySettings {
  const stated = [...[files].flat().flatMap(ofFile), ...set.map(parseSetting)];
  const own: Record<string, unknown> = {};
  for (const setting of stated.filter(({ path: [group] }) => group === "gateway")) {
    const [, name, ...deeper] = setting.path;
    if (name === undefined || deeper.length > 0) throw unknown(setting);
    own[name] = setting.value;
  }
  const parsed = gatewaySchema.safeParse({ ...own, ...over });
  if (!parsed.success) throw notThese(parsed.error, stated);
  const others = stated.filter(({ path: [group] }) => group !== "gateway");
  return {
    gateway: parsed.data,
    screening: others.map(({ path: at, value }) => `${at.join(".")}=${JSON.stringify(value)}`),
  };
}

const FILES: readonly string[] = ["tokens", "state", "blocklist", "templates"];

/** Paths in a settings file start at the folder of that file. */
function ofFile(file: string): FileSetting[] {
  return readSettings(file).map((setting) => {
    const [group, name] = setting.path;
    const isFile = group === "gateway" && FILES.includes(name ?? "");
    return isFile && typeof setting.value === "string"
      ? { ...setting, value: resolve(dirname(file), setting.value) }
      : setting;
  });
}

function notThese(error: z.ZodError, stated: readonly FileSetting[]): RingfenceError {
  const words = error.issues.map((issue) => {
    const name = issue.code === "unrecognized_keys" ? issue.keys[0]! : String(issue.path[0] ?? "");
    const setting = stated.findLast(({ path: [group, key] }) => group === "gateway" && key === name);
    if (issue.code === "unrecognized_keys" && setting !== undefined) return unknown(setting).message;
    return `${printable(setting?.where ?? "gateway")}: gateway.${printable(name)}: ${issue.message}`;
  });
  return new RingfenceError("config", words.join("; "));
}

function unknown({ where, path: names }: FileSetting): RingfenceError {
  const known = Object.keys(gatewaySchema.shape).join(", ");
  return new RingfenceError(
    "config",
    `${printable(where)}: there is no setting ${printable(names.join("."))}: the group gateway has ${known}`,
  );
}
