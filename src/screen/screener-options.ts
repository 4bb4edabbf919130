/** The options of `createScreener`, and errors that name them. */
import { z } from "zod";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { printable } from "../core/terminal/printable.ts";

/** Like the options of `ringfence screen`. All may be left out. */
export interface ScreenerOptions {
  /** Scripts to match: a file (one a line; or .yaml or .jsonl), or texts. Left out: the shipped ones. */
  readonly templates?: string | readonly string[];
  /** Known-bad numbers, senders' names and domains: a file with one a line, or a list. Left out: none. */
  readonly blocklist?: string | readonly (string | number)[];
  /** Two letters of the country whose way of writing numbers is used. Left out: CN. */
  readonly country?: string;
  /** Similarity from which a text matches; left out: 0.75. */
  readonly threshold?: number;
  /** Model of the stage learned: a file that `ringfence train` wrote, `starter` or `none`; left out: `starter`. */
  readonly model?: string;
  /** Engines by name, or a module whose default export is one: the path of a file, or a package. */
  readonly engine?: string;
  readonly blocklistEngine?: string;
  /** Parameters of screening: a YAML file, and single ones that win over it, such as `screening.blockScore=200`. */
  readonly settings?: string;
  readonly set?: string | readonly string[];
  /** How late events may be, at most an hour. Left out: ten minutes. */
  readonly sortedWithinMs?: number;
}

/** Numbers and senders' names as `formatIdentity` writes them, and folded domains. */
export interface ListChange {
  readonly add: readonly string[];
  /** Wins over `add`. */
  readonly remove: readonly string[];
}

const text = z.string("a string");
const number = z.number("a number");
const texts = z.union([z.string(), z.array(z.string())], "a string, or a list of strings");
const entry = z.union([z.string(), z.int().nonnegative()]);
const entries = z.union([z.string(), z.array(entry)], "a string, or a list of strings and whole numbers");

/** The values of each option; messages are what is expected. */
const OPTIONS = {
  templates: texts,
  blocklist: entries,
  country: text,
  threshold: number,
  model: text,
  engine: text,
  blocklistEngine: text,
  settings: text,
  set: texts,
  sortedWithinMs: number,
} as const satisfies Record<keyof ScreenerOptions, z.ZodType>;

export function checkOptions(options: ScreenerOptions): void {
  if (typeof options !== "object" || options === null) throw wrongOption("options", "an object", options);
  const names = Object.keys(OPTIONS);
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (!names.includes(name)) {
      const near = nearestTo(name, names);
      const hint = near === null ? `: expected ${names.join(", ")}` : `. Did you mean ${near}?`;
      throw new RingfenceError("usage", `createScreener: there is no option ${printable(JSON.stringify(name))}${hint}`);
    }
    const { error } = OPTIONS[name as keyof ScreenerOptions].optional().safeParse(value);
    if (error !== undefined) throw wrongOption(name, error.issues[0]!.message, value);
  }
}

export function wrongOption(name: string, expected: string, found: unknown): RingfenceError {
  return new RingfenceError(
    "usage",
    `createScreener: ${name}: expected ${expected}, found ${printable(describeValue(found))}`,
  );
}

export function withOwnWords<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** Replaces options of the command line in an error by those of `createScreener`. */
export function inOwnWords(error: unknown): unknown {
  if (!(error instanceof RingfenceError)) return error;
  const message = error.message.replaceAll(/--([a-z]+(?:-[a-z]+)?)/g, (written, name: string) => {
    const own = name.replace(/-([a-z])/, (_, letter: string) => letter.toUpperCase());
    return Object.hasOwn(OPTIONS, own) ? own : written;
  });
  return message === error.message ? error : new RingfenceError(error.code, message, { cause: error });
}
