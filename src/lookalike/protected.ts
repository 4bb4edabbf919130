/** The protected identities: hotlines, sender names and domains that fraud imitates (datasets/protected). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import * as z from "zod";
import { RingfenceError } from "../core/errors.ts";

const NAMES = { zh: z.string().min(1), en: z.string().min(1), category: z.string().min(1) };

const HOTLINES = z.array(
  z.strictObject({
    digits: z.string().regex(/^[1-9]\d{2,9}$/, "a hotline is three to ten digits, in quotes"),
    ...NAMES,
    sender: z
      .string()
      .regex(/^[A-Z]{2,9}$/, "a sender name is two to nine capital letters")
      .optional(),
  }),
);

const DOMAINS = z.array(
  z.strictObject({
    domain: z.string().regex(/^[a-z0-9-]+(\.[a-z]+){1,2}$/, "a domain is lower case, without scheme or path"),
    ...NAMES,
    everyCountry: z.boolean().optional(),
  }),
);

export type ProtectedHotline = z.infer<typeof HOTLINES>[number];
export type ProtectedDomain = z.infer<typeof DOMAINS>[number];

/** Plain data: may be sent to another thread, which attaches to it (lookalikes.ts). Verdicts name an entry by its index here. */
export interface ProtectedIdentities {
  /** Tells two lists apart. */
  readonly digest: string;
  readonly hotlines: readonly ProtectedHotline[];
  readonly domains: readonly ProtectedDomain[];
}

/** The shipped lists. Throws RingfenceError "config" for one that does not hold together. */
export function loadLookalikes(): ProtectedIdentities {
  return protect(read("hotlines.yaml", HOTLINES), read("domains.yaml", DOMAINS));
}

export function protect(
  hotlines: readonly ProtectedHotline[],
  domains: readonly ProtectedDomain[],
): ProtectedIdentities {
  return { digest: digestOf(JSON.stringify([hotlines, domains])), hotlines, domains };
}

/** FNV-1a. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  const path = fileURLToPath(import.meta.resolve(`#datasets/protected/${name}`));
  const result = schema.safeParse(parse(readFileSync(path, "utf8")));
  if (result.success) return result.data;
  throw new RingfenceError(
    "config",
    `${path} is not a list of protected identities:\n${z.prettifyError(result.error)}`,
  );
}
