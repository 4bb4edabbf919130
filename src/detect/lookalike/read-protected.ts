/** Reads and checks the lists of datasets/protected, for the build, which stores them (protected.ts). */
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { assert } from "../../core/assert.ts";
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

const DOMAIN = "[a-z0-9-]+(\\.[a-z]+){1,2}";

const DOMAINS = z.array(
  z.strictObject({
    domain: z.string().regex(new RegExp(`^${DOMAIN}$`), "a domain is lower case, without scheme or path"),
    ...NAMES,
    everyCountry: z.boolean().optional(),
  }),
);

/** By protected domain. */
const OTHERS = z.record(z.string(), z.string().regex(new RegExp(`^${DOMAIN}(?: ${DOMAIN})*$`), "domains and spaces"));

export function readProtectedIdentities(): ProtectedIdentities {
  const folder = fileURLToPath(import.meta.resolve("#datasets/protected"));
  const domains = readYamlFile(`${folder}/domains.yaml`, DOMAINS);
  const others = readYamlFile(`${folder}/other-domains.yaml`, OTHERS);
  for (const of of Object.keys(others))
    assert(
      domains.some(({ domain }) => domain === of),
      `${of} is not protected`,
    );
  return {
    hotlines: readYamlFile(`${folder}/hotlines.yaml`, HOTLINES),
    domains: domains.map((one) => ({ ...one, others: others[one.domain]?.split(" ") })),
  };
}
