/** Scenario parameters: a number or a choice with its unit, its range, and where its value comes from. */
import { z } from "zod";

/**
 * The source of a default for which none was found: `study sensitivity` and `--set` show what depends on it. Others
 * name a public source, or say that it is a choice of this project's.
 */
export const ASSUMED = "assumed";

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

/** A number in [min, max] with a default. */
export function quantity(value: number, range: NumberRange, unit: string, source: string, description: string) {
  const base = range.integer ? z.int() : z.number();
  return base.min(range.min).max(range.max).default(value).meta({ unit, source, description });
}

/** A share in [0, 1] with a default. */
export function share(value: number, source: string, description: string) {
  return quantity(value, { min: 0, max: 1 }, "share", source, description);
}

/** A count of at least `min`. */
export function countOf(value: number, min: number, max: number, source: string, description: string) {
  return quantity(value, { min, max, integer: true }, "count", source, description);
}

/** A switch. */
export function toggle(value: boolean, description: string) {
  return z.boolean().default(value).meta({ unit: "on or off", source: "design", description });
}

/** One of a few names. */
export function choice<const T extends readonly [string, ...string[]]>(
  value: T[number],
  options: T,
  description: string,
) {
  return z
    .enum(options as unknown as [T[number], ...T[number][]])
    .default(value as never)
    .meta({ unit: "name", source: "design", description });
}

/** An engine: by its name, or by where its module lies, which is there. */
export function engineOf(
  engines: { readonly problemOf: (written: string) => string | null },
  value: string,
  description: string,
) {
  return z
    .string()
    .superRefine((written, context) => {
      const message = engines.problemOf(written);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .default(value)
    .meta({ unit: "name or module", source: "design", description });
}

/** What is shown first, and what is shown with everything. */
export type Level = "basic" | "advanced";

/** A parameter that people reach for first; all others are advanced. */
export function basic<S extends z.ZodType>(parameter: S): S {
  return parameter.meta({ ...parameter.meta(), level: "basic" satisfies Level });
}

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
