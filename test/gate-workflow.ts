/** The workflow that docs/ has to copy, as tests read it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

export const text = readFileSync(join(ROOT, "docs/ringfence-gate.yml"), "utf8");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly env: Readonly<Record<string, unknown>>; readonly steps: Step[] }>>;
}

export const workflow = parse(text, { strict: true, uniqueKeys: true }) as Workflow;
export const [job] = Object.values(workflow.jobs);
