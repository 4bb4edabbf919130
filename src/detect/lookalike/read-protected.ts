/** Reads and checks the lists of datasets/protected, for the build, which stores them (protected.ts). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import * as z from "zod";
import { RingfenceError } from "../../core/errors.ts";
import type { ProtectedIdentities } from "./protected.ts";

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

/** Throws RingfenceError "config" for a list that is not valid. */
export function readProtectedIdentities(): ProtectedIdentities {
  return { hotlines: read("hotlines.yaml", HOTLINES), domains: read("domains.yaml", DOMAINS) };
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
