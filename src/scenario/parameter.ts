/**
 * Scenario parameters: a number or a choice with its unit, its range, and where its value comes from.
 *
 *     transferHours: hours(17, [0, 2000])`Median time from the last step to the transfer.`,
 *     agents: count.basic(12, [0, 1000], "a public source")`Telephone agents, at any hour.`,
 *
 * The words may take several lines: each line break counts as one blank. People reach first for what is `basic`.
 */
import { z } from "zod";

/**
 * The source of a default for which none was found: `study sweep` and `--set` show what depends on it. Others
 * name a public source, or say that it is a choice of this project's.
 */
export const ASSUMED = "assumed";

/** What is shown first, and what is shown with everything. */
export type Level = "basic" | "advanced";

/** Takes what the parameter is, in words. */
type Described<S> = (words: TemplateStringsArray, ...values: readonly string[]) => S;

/** A schema that still lacks its description. */
export function described<S extends z.ZodType>(schema: S, unit: string, source: string, level: Level): Described<S> {
  return (words, ...values) => {
    const written = String.raw({ raw: words }, ...values);
    const description = written.replace(/\s*\n\s*/g, " ").trim();
    return schema.meta({ unit, source, description, ...(level === "basic" && { level }) });
  };
}

/** A constructor of advanced parameters; its `basic` makes basic ones. */
function levelled<F extends object>(constructorAt: (level: Level) => F): F & { readonly basic: F } {
  return Object.assign(constructorAt("advanced"), { basic: constructorAt("basic") });
}

/** The least and the greatest value, both allowed. */
type Range = readonly [min: number, max: number];

/** A number with a range and a default. */
export type NumberParameter = z.ZodDefault<z.ZodNumber>;

/** Numbers of this unit: each states its range, and a source where it has one. */
export function quantity(unit: string, number: () => z.ZodNumber = z.number) {
  return levelled((level) => (value: number, [min, max]: Range, source = ASSUMED) => {
    const parameter: NumberParameter = number().min(min).max(max).default(value);
    return described(parameter, unit, source, level);
  });
}

/** The same of a unit with a usual range, which need not be stated. */
function usually(unit: string, usual: Range) {
  const numbers = quantity(unit);
  const at = { basic: numbers.basic, advanced: numbers };
  return levelled(
    (level) =>
      (value: number, range = usual, source?: string) =>
        at[level](value, range, source),
  );
}

export const count = quantity("count", z.int);
export const minutes = quantity("minutes");
export const hours = quantity("hours");
export const days = quantity("days");
export const factor = quantity("factor");
export const exposure = quantity("exposure");
/** Of log-odds, as screening adds them up. */
export const centinats = quantity("hundredths of a nat", z.int);
export const share = usually("share", [0, 1]);
export const yuan = usually("yuan", [0, 1e6]);
export const logits = usually("logits", [0, 20]);
export const sigma = usually("standard deviation of the logarithm", [0, 3]);

export type Toggle = z.ZodDefault<z.ZodBoolean>;

/** A switch. */
export const toggle = levelled(
  (level) => (value: boolean) => described(z.boolean().default(value), "on or off", "design", level),
);

/** One of a few names. */
export const choice = levelled(
  (level) =>
    <const T extends readonly [string, ...string[]]>(value: T[number], options: T) =>
      described(
        z.enum(options as unknown as [T[number], ...T[number][]]).default(value as never),
        "name",
        "design",
        level,
      ),
);

/** An engine: by its name, or by where its module lies, which is there. */
export const engineOf = levelled(
  (level) => (engines: { readonly problemOf: (written: string) => string | null }, value: string) => {
    const name = z.string().superRefine((written, context) => {
      const message = engines.problemOf(written);
      if (message !== null) context.addIssue({ code: "custom", message });
    });
    return described(name.default(value), "name or module", "design", level);
  },
);

/** What must hold among the parameters of a group, and how to say so. */
export interface GroupRule {
  /** Those whose values are said where it does not. */
  readonly of?: readonly string[];
  readonly holds: (values: Readonly<Record<string, number>>) => boolean;
  readonly expected: string;
}

/** Of an issue whose message says what was found, too. */
export const SAYS_ALL = "saysAll";

/** An object of parameters that may be left out whole. Unknown keys are errors. */
export function group<S extends z.ZodRawShape>(shape: S, rule?: GroupRule) {
  const object = z.strictObject(shape);
  const checked = rule
    ? object.refine((values) => rule.holds(values as Record<string, number>), {
        error: ({ input }) => (rule.of ? `${rule.expected}; found ${valuesOf(rule.of, shape, input)}` : rule.expected),
        params: { [SAYS_ALL]: rule.of !== undefined },
      })
    : object;
  return checked.prefault({} as never);
}

/** Each value, stated or by default, with what it is: the first sentence of its description. */
function valuesOf(keys: readonly string[], shape: z.ZodRawShape, input: unknown): string {
  return keys
    .map((key) => {
      const { description = "" } = (shape[key] as z.ZodType).meta() ?? {};
      return `${key} ${(input as Record<string, number>)[key]} (${description.split(/\.(?: |$)/)[0]})`;
    })
    .join(", ");
}
