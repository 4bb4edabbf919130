/**
 * Messages that cost a library much: made of its own templates, the ones that share the most with others before all. A
 * message is hard where many templates have to be compared with it in full and none is so near that it rules out the
 * rest. Nothing is drawn: the same templates make the same messages.
 */
import { commonTemplates } from "./common-templates.ts";
import { MAX_MATCH_UNITS, MIN_MATCH_UNITS, type Template } from "./matcher.ts";

export interface HardMessage {
  /** At most MAX_MATCH_UNITS units, as if normalised. */
  readonly text: string;
  /** What it was made of. */
  readonly templates: readonly Template[];
}

/** Units of the parts that a mixed message is put together from. */
const PART_UNITS = [4, 8, 16, 32];

/** Some 700, the likeliest first. */
export function* hardMessages(templates: readonly Template[]): Generator<HardMessage> {
  for (const sort of commonTemplates(templates)) {
    if (sort.length === 0) continue;
    for (const part of PART_UNITS) yield* mixed(sort, part);
    yield* chained(sort);
    for (let i = 0; i < sort.length; i++) yield* edited(sort[i]!, sort[(i + 1) % sort.length]!);
  }
}

/** A template, alone, with as many edits as can still match, and with another's second half. */
function* edited(template: Template, other: Template): Generator<HardMessage> {
  const { text } = template;
  yield { text, templates: [template] };
  yield { text: spoil(text), templates: [template] };
  const half = text.slice(0, text.length >> 1) + other.text.slice(other.text.length >> 1);
  if (half.length >= MIN_MATCH_UNITS) yield { text: cut(half), templates: [template, other] };
}

/** Of private use: no normalised text has it. */
const NO_UNIT = "\ue000";

/** Every fourth unit is another: those of a template with nothing in common but what is left. */
function spoil(text: string): string {
  return text.replace(/([^]{3})[^]/g, `$1${NO_UNIT}`);
}

/** Parts of many templates, each from the place where it goes, or each from anywhere. */
function* mixed(sort: readonly Template[], part: number): Generator<HardMessage> {
  for (const length of lengthsOf(sort)) {
    for (let first = 0; first < 4; first++) {
      const stays = first % 2 === 0;
      let text = "";
      for (let i = first; text.length < length && i < first + 2 * MAX_MATCH_UNITS; i++) {
        const source = sort[(7 * i) % sort.length]!.text;
        const at = stays ? text.length : (11 * i) % Math.max(1, source.length - part);
        text += source.slice(at, at + part);
      }
      if (text.length >= MIN_MATCH_UNITS) yield { text: cut(text.slice(0, length)), templates: sort };
    }
  }
}

/** Grams that overlap, at each unit the most frequent that goes on; then each in its turn; then one over and over. */
function* chained(sort: readonly Template[]): Generator<HardMessage> {
  const behind = unitsBehind(sort);
  const commonest = [...behind].sort((a, b) => b[1].total - a[1].total)[0]![0];
  for (const length of lengthsOf(sort)) {
    for (const turns of [1, 2, 4, 16]) yield { text: chain(commonest, behind, length, turns), templates: sort };
  }
}

/** What stands behind two units: which, from the most frequent on, and how often any does. */
interface Behind {
  readonly units: readonly string[];
  readonly total: number;
}

function unitsBehind(sort: readonly Template[]): Map<string, Behind> {
  const counts = new Map<string, Map<string, number>>();
  for (const { text } of sort) {
    for (let i = 2; i < text.length; i++) {
      const head = text.slice(i - 2, i);
      const units = counts.get(head) ?? new Map<string, number>();
      units.set(text[i]!, (units.get(text[i]!) ?? 0) + 1);
      counts.set(head, units);
    }
  }
  const ordered = [...counts].map(([head, units]): [string, Behind] => {
    const byCount = [...units].sort((a, b) => b[1] - a[1]);
    return [head, { units: byCount.map(([unit]) => unit), total: byCount.reduce((sum, [, count]) => sum + count, 0) }];
  });
  return new Map(ordered);
}

/** At each unit one of the `turns` most frequent, in turn. */
function chain(start: string, behind: ReadonlyMap<string, Behind>, length: number, turns: number): string {
  const seen = new Map<string, number>();
  let text = start;
  while (text.length < length) {
    const head = text.slice(-2);
    const units = behind.get(head)?.units ?? [start[0]!];
    const turn = seen.get(head) ?? 0;
    seen.set(head, turn + 1);
    text += units[turn % Math.min(turns, units.length)]!;
  }
  return text;
}

/** The middle one of the templates' lengths, and the greatest. */
function lengthsOf(sort: readonly Template[]): number[] {
  const lengths = sort.map(({ text }) => text.length).sort((a, b) => a - b);
  return [...new Set([lengths[lengths.length >> 1]!, lengths.at(-1)!])];
}

function cut(text: string): string {
  return text.slice(0, MAX_MATCH_UNITS);
}
