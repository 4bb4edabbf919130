/**
 * Builds matchers over sets of templates that differ by a few from one to the next: what a template adds is worked out
 * when it first comes, and two memories take turns, so that a table is written from the one before while that is still
 * being read.
 */
import { RingfenceError } from "../../core/errors.ts";
import { matcherEngines } from "./engine-list.ts";
import type { LooseUnits, PreparedTemplate } from "./grams.ts";
import { limitsOf } from "./match-limits.ts";
import type { MatcherEngine, MatcherHandle, OwnTables } from "./matcher-engine.ts";
import { MAX_TEMPLATES, MIN_MATCH_UNITS, type Template, checkThreshold } from "./matcher.ts";
import { prepareTemplate } from "./prepared-template.ts";
import { type TemplateChanges, changeRows, compareOrder } from "./row-changes.ts";
import { SharedSlot } from "./shared-slot.ts";
import { type TemplateTable, writeTemplateTable } from "./template-table.ts";

/** From so many templates on, lists are so long that it pays to look up loose pieces by grams of 4 units. */
const MANY_TEMPLATES = 8192;

let lastVersion = 0;

/** What a build left for the next. */
interface Built {
  readonly looseUnits: LooseUnits;
  /** Of the engine, where it has any. */
  readonly own: OwnTables<unknown> | null;
  /** Templates that are long enough to match, by (length, number), and the table of them. */
  readonly rows: readonly PreparedTemplate[];
  readonly table: TemplateTable | null;
}

export class MatcherBuilder {
  readonly #engine: MatcherEngine;
  readonly #thresholdPermille: number;
  readonly #manyTemplates: number;
  readonly #slots = [new SharedSlot(), new SharedSlot()];
  #last: Built;
  #builds = 0;

  /**
   * `engine`: its name, or the module of one that was loaded. How many templates are many is the builder's business,
   * and that of its tests. Throws a RingfenceError on a threshold out of range, and where there is no such engine.
   */
  constructor(engine: string, thresholdPermille: number, manyTemplates = MANY_TEMPLATES) {
    checkThreshold(thresholdPermille);
    this.#engine = matcherEngines.of(engine);
    this.#thresholdPermille = thresholdPermille;
    this.#manyTemplates = manyTemplates;
    this.#last = this.#beginWith(3);
  }

  #beginWith(looseUnits: LooseUnits): Built {
    const limits = limitsOf(this.#thresholdPermille);
    const own = this.#engine.startTables?.(limits, looseUnits) ?? null;
    return { looseUnits, own, rows: [], table: null };
  }

  /**
   * A matcher over other templates than the last: those that went must have been there, those that came must not. A
   * number always has the same text. The handle shows them until the second change after this one. Throws a
   * RingfenceError when there are more than MAX_TEMPLATES.
   */
  change(changes: TemplateChanges): MatcherHandle {
    let last = this.#last;
    let came = changes.came.filter(isLongEnough);
    let gone = changes.gone.filter(isLongEnough);
    const count = last.rows.length + came.length - gone.length;
    if (count > MAX_TEMPLATES) throw tooMany(count);
    if (last.own !== null && last.looseUnits === 3 && count >= this.#manyTemplates) {
      // For good: a number of templates about the bound must not have all of them prepared again and again.
      came = [...stayingOf(last.rows, gone), ...came];
      gone = [];
      last = this.#beginWith(4);
    }
    const { looseUnits } = last;
    const slot = this.#slots[this.#builds % 2]!;
    const prepared = came.map((template) => prepareTemplate(template, looseUnits));
    const { rows, changes: rowChanges } = changeRows(last.rows, prepared.sort(compareOrder), gone);
    const table = writeTemplateTable(rows, slot, last.table, rowChanges);
    const own = last.own?.build(rows, rowChanges) ?? null;
    // Last of all: a build that is refused or fails leaves the one before as it was, and its memory.
    this.#builds++;
    this.#last = { looseUnits, own: last.own, rows, table };
    lastVersion++;
    return {
      engine: this.#engine.name,
      version: lastVersion,
      thresholdPermille: this.#thresholdPermille,
      templates: table.handle,
      own,
    };
  }
}

function stayingOf(rows: readonly PreparedTemplate[], gone: readonly Template[]): Template[] {
  const numbers = new Set(gone.map(({ number }) => number));
  return rows.filter(({ number }) => !numbers.has(number));
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
