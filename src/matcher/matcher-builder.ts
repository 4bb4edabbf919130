/**
 * Builds matchers over sets of templates that differ by a few from one to the next: what a template adds is worked out
 * when it first comes, and two memories take turns, so that a table is written from the one before while that is still
 * being read.
 */
import { RingfenceError } from "../core/errors.ts";
import type { MatcherEngine, MatcherHandle } from "./engines.ts";
import { IndexBuilder } from "./index-builder.ts";
import type { LooseUnits } from "./kernel.ts";
import { limitsOf } from "./match-limits.ts";
import { MAX_TEMPLATES, MIN_MATCH_UNITS, type Template, checkThreshold } from "./matcher.ts";
import { type PreparedTemplate, prepareTemplate } from "./prepared-template.ts";
import { type TemplateChanges, changeRows, compareOrder, compareTemplates } from "./row-changes.ts";
import { SharedSlot } from "./shared-slot.ts";
import { type TemplateTable, writeTemplateTable } from "./template-table.ts";

/** From so many templates on, lists are so long that it pays to look up loose pieces by grams of 4 units. */
const MANY_TEMPLATES = 8192;

let lastVersion = 0;

export class MatcherBuilder {
  readonly #engine: MatcherEngine;
  readonly #thresholdPermille: number;
  readonly #manyTemplates: number;
  #looseUnits: LooseUnits = 3;
  #indexBuilder: IndexBuilder | null;
  readonly #slots = [0, 1].map(() => ({ templates: new SharedSlot(), index: new SharedSlot() }));
  /** The templates of the last build, by number. */
  #templates: readonly Template[] = [];
  /** Those that are long enough to match, by (length, number), and the table of them. */
  #rows: readonly PreparedTemplate[] = [];
  #table: TemplateTable | null = null;
  #builds = 0;

  /**
   * How many templates are many is the builder's business, and that of its tests. Throws a RingfenceError on a
   * threshold out of range.
   */
  constructor(engine: MatcherEngine, thresholdPermille: number, manyTemplates = MANY_TEMPLATES) {
    checkThreshold(thresholdPermille);
    this.#engine = engine;
    this.#thresholdPermille = thresholdPermille;
    this.#manyTemplates = manyTemplates;
    this.#indexBuilder = this.#makeIndexBuilder();
  }

  #makeIndexBuilder(): IndexBuilder | null {
    return this.#engine === "index" ? new IndexBuilder(limitsOf(this.#thresholdPermille), this.#looseUnits) : null;
  }

  /**
   * A matcher over `templates`: by ascending number, and a number always with the same text. The list is kept, and must
   * not change. The handle shows them until the second build after this one. Throws a RingfenceError when there are
   * more than MAX_TEMPLATES.
   */
  build(templates: readonly Template[]): MatcherHandle {
    let { came, gone } = matchingOf(compareTemplates(this.#templates, templates));
    const count = this.#rows.length + came.length - gone.length;
    if (count > MAX_TEMPLATES) throw tooMany(count);
    if (this.#indexBuilder !== null && this.#looseUnits === 3 && count >= this.#manyTemplates) {
      this.#turnToMany();
      ({ came, gone } = matchingOf({ came: templates, gone: [] }));
    }
    const slot = this.#slots[this.#builds % 2]!;
    const prepared = came.map((template) => prepareTemplate(template, this.#looseUnits));
    const { rows, changes } = changeRows(this.#rows, prepared.sort(compareOrder), gone);
    const table = writeTemplateTable(rows, slot.templates, this.#table, changes);
    const index = this.#indexBuilder?.build(rows, changes, slot.index).handle ?? null;
    // Last of all: a build that is refused or fails leaves the one before as it was, and its memory.
    this.#builds++;
    this.#templates = templates;
    this.#rows = rows;
    this.#table = table;
    lastVersion++;
    return {
      engine: this.#engine,
      version: lastVersion,
      thresholdPermille: this.#thresholdPermille,
      templates: table.handle,
      index,
    };
  }

  /**
   * For good: a number of templates about the bound must not have all of them prepared again and again. Begins with
   * none.
   */
  #turnToMany(): void {
    this.#looseUnits = 4;
    this.#templates = [];
    this.#rows = [];
    this.#table = null;
    this.#indexBuilder = this.#makeIndexBuilder();
  }
}

function matchingOf({ came, gone }: TemplateChanges): TemplateChanges {
  return { came: came.filter(isLongEnough), gone: gone.filter(isLongEnough) };
}

function isLongEnough({ text }: Template): boolean {
  return text.length >= MIN_MATCH_UNITS;
}

function tooMany(count: number): RingfenceError {
  return new RingfenceError(
    "config",
    `at most ${MAX_TEMPLATES} templates can be in force at a time, got ${count}; shorten their life or the list`,
  );
}
