/**
 * The Chinese of a page, by its English texts. Texts that differ only in numbers share an entry, `# of #` with `{2} 条中的
 * {1}`.
 */
import type { Localised } from "../../core/words.ts";

/** Keys have `#` for each number. */
export type Dictionary = Readonly<Record<string, string>>;

const NUMBER = /\d(?:[\d.,]*\d)?/g;

export function dictionaryOf(said: readonly Localised[]): Dictionary {
  const pairs = new Map(said.filter(({ en, zh }) => en !== zh).map(({ en, zh }) => [en.trim(), zh.trim()]));
  const shared: Record<string, string> = Object.create(null) as Record<string, string>;
  const whole: Record<string, string> = Object.create(null) as Record<string, string>;
  // With two equal numbers the order is unclear: another text may show it.
  const clear = [...pairs].toSorted(([a], [b]) => doubles(a) - doubles(b));
  for (const [en, zh] of clear) {
    const key = en.replace(NUMBER, "#");
    shared[key] ??= withHoles(zh, en.match(NUMBER) ?? []);
    if (filled(shared[key], en.match(NUMBER) ?? []) !== zh) whole[en] = zh;
  }
  return { ...shared, ...whole };
}

/** A text without an entry is the same in both languages. */
export function lookUp(dictionary: Dictionary, text: string): string {
  if (Object.hasOwn(dictionary, text)) return dictionary[text]!;
  const numbers: string[] = [];
  const key = text.replace(/\d(?:[\d.,]*\d)?/g, (number) => {
    numbers.push(number);
    return "#";
  });
  if (!Object.hasOwn(dictionary, key)) return text;
  return dictionary[key]!.replace(/\{(\d+)\}/g, (_, place: string) => numbers[Number(place) - 1] ?? "");
}

function doubles(text: string): number {
  const numbers = text.match(NUMBER) ?? [];
  return numbers.length - new Set(numbers).size;
}

/** Each number becomes its placeholder; equal numbers take turns. */
function withHoles(text: string, numbers: readonly string[]): string {
  const left = [...numbers.keys()];
  return text.replace(NUMBER, (number) => {
    const turn = left.findIndex((at) => numbers[at] === number);
    const at = turn < 0 ? numbers.indexOf(number) : left.splice(turn, 1)[0]!;
    return at < 0 ? number : `{${at + 1}}`;
  });
}

function filled(template: string, numbers: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (_, place: string) => numbers[Number(place) - 1] ?? "");
}
