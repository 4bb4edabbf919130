/** Reads and checks the lists of datasets/protected, for the build, which stores them (protected.ts). */
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readYamlFile } from "../../core/yaml.ts";
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

const DOMAIN = z.string().regex(/^[a-z0-9-]+(\.[a-z]+){1,2}$/, "a domain is lower case, without scheme or path");

const DOMAINS = z.array(
  z.strictObject({
    domain: DOMAIN,
    ...NAMES,
    everyCountry: z.boolean().optional(),
    others: z.array(DOMAIN).optional(),
  }),
);

export function readProtectedIdentities(): ProtectedIdentities {
  const folder = fileURLToPath(import.meta.resolve("#datasets/protected"));
  return {
    hotlines: readYamlFile(`${folder}/hotlines.yaml`, HOTLINES),
    domains: readYamlFile(`${folder}/domains.yaml`, DOMAINS),
  };
}
