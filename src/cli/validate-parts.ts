/** What both tables of `ringfence validate` are printed with. */

export interface ValidateOptions {
  readonly coverage?: boolean;
  readonly seeds: number;
  readonly seed: number;
  readonly workers: number;
  readonly set: readonly string[];
  readonly details?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quiet?: boolean;
}

/** With a blank after every bar, as the documents have it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Tells on standard error, where a person may be waiting. */
export function teller({ json, quiet }: ValidateOptions): (what: string) => void {
  return json || quiet ? () => {} : (what) => void process.stderr.write(`ringfence: ${what}\n`);
}
