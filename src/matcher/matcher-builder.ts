/**
 * Builds matchers over sets of templates that differ by a few from one to the next: what a template adds is worked out when it first
 * comes, and two memories take turns, so that a table is written while the one before is still being read.
 */
import { RingfenceError } from "../core/errors.ts";
import type { MatcherEngine, MatcherHandle } from "./engines.ts";
import { IndexBuilder } from "./index-builder.ts";
import { LENGTHS, limitsOf } from "./match-limits.ts";
import { MAX_TEMPLATES, MIN_MATCH_UNITS, type Template, checkThreshold } from "./matcher.ts";
import { type PreparedTemplate, prepareTemplate } from "./prepared-template.ts";
import { SharedSlot } from "./shared-slot.ts";
import { writeTemplateTable } from "./template-table.ts";

let lastVersion = 0;

export class MatcherBuilder {
  readonly #engine: MatcherEngine;
  readonly #thresholdPermille: number;
  readonly #indexBuilder: IndexBuilder | null;
  readonly #slots = [0, 1].map(() => ({ templates: new SharedSlot(), index: new SharedSlot() }));
  /** By number: the templates of the last build. */
  #prepared = new Map<number, PreparedTemplate>();
  #builds = 0;

  /** Throws a RingfenceError on a threshold out of range. */
  constructor(engine: MatcherEngine, thresholdPermille: number) {
    checkThreshold(thresholdPermille);
    this.#engine = engine;
    this.#thresholdPermille = thresholdPermille;
    this.#indexBuilder = engine === "index" ? new IndexBuilder(limitsOf(thresholdPermille)) : null;
  }

  /**
   * A matcher over `templates`: by ascending number, and a number always with the same text. The handle shows them until the second
   * build after this one. Throws a RingfenceError when there are more than MAX_TEMPLATES.
   */
  build(templates: readonly Template[]): MatcherHandle {
    const slot = this.#slots[this.#builds++ % 2]!;
    const rows = this.#prepare(templates);
    const table = writeTemplateTable(rows, slot.templates);
    const index = this.#indexBuilder?.build(rows, slot.index).handle ?? null;
    lastVersion++;
    return {
      engine: this.#engine,
      version: lastVersion,
      thresholdPermille: this.#thresholdPermille,
      templates: table.handle,
      index,
    };
  }

  /** Those long enough to match, by (length, number). */
  #prepare(templates: readonly Template[]): PreparedTemplate[] {
    const prepared = new Map<number, PreparedTemplate>();
    const byLength: PreparedTemplate[][] = Array.from({ length: LENGTHS }, () => []);
    for (const template of templates) {
      if (template.text.length < MIN_MATCH_UNITS) continue;
      const ready = this.#prepared.get(template.number) ?? prepareTemplate(template);
      prepared.set(template.number, ready);
      byLength[ready.units.length]!.push(ready);
    }
    if (prepared.size > MAX_TEMPLATES) throw tooMany(prepared.size);
    this.#prepared = prepared;
    return byLength.flat();
  }
}

function tooMany(count: number): RingfenceError {
  return new RingfenceError(
    "config",
    `at most ${MAX_TEMPLATES} templates can be in force at a time, got ${count}; shorten their life or the list`,
  );
}
