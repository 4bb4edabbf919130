/** English stands where it is used; Chinese in the zh.json of its room, by the English phrase with its places. */
import { formatCount } from "../core/counted.ts";

/** A phrase and what stands in its places: "{0} of {1} people", [3, 5]. */
export interface Localised {
  readonly key: string;
  readonly values: readonly (Text | number)[];
}

/** A plain text, as a number or a name, is the same in every language. */
export type Text = string | Localised;

export type Say = (text: Text) => string;

/** t`${3} of ${5} people`. */
export function t(parts: TemplateStringsArray, ...values: readonly (Text | number)[]): Localised {
  return { key: parts.reduce((key, part, at) => `${key}{${at - 1}}${part}`), values };
}

/** A name that comes from data, such as a kind of fraud; an unknown one is the same in every language. */
export function word(name: string): Localised {
  return { key: name, values: [] };
}

/** A count with its noun: "1 message", "2 messages". */
export function countOf(count: number, one: string, many = `${one}s`): Localised {
  return { key: `{0} ${count === 1 ? one : many}`, values: [formatCount(count)] };
}

/** As `join` of a list. */
export function joined(texts: readonly Text[], joint: string): Text {
  return texts.length === 0 ? "" : texts.reduce((all, text) => ({ key: `{0}${joint}{1}`, values: [all, text] }));
}

/** A figure that each language writes in its own way: 242.75 M is 2.4275亿. */
export function perLanguage(english: string, chinese: Text): Localised {
  return { key: "{0}", values: [english, chinese] };
}

/** Says texts by the phrases of some rooms in a language; what they have no phrase for is said in English. */
export function speaker(...rooms: readonly Readonly<Record<string, string>>[]): Say {
  const phrases: Readonly<Record<string, string>> = Object.assign({}, ...rooms);
  return function say(text: Text): string {
    if (typeof text === "string") return text;
    const { key, values } = text;
    const listed = formsOf(key).find((form) => Object.hasOwn(phrases, form));
    return (listed === undefined ? key : phrases[listed]!).replace(/\{(\d+)\}/g, (place, at: number) => {
      const value = values[at];
      return value === undefined ? place : say(typeof value === "number" ? String(value) : value);
    });
  };
}

/** A phrase is listed once: with a small letter, and in the plural, where that says the same. */
export function formsOf(key: string): readonly string[] {
  const small = key.slice(0, 1).toLowerCase() + key.slice(1);
  return [key, small, `${key}s`, `${small}s`];
}

export const en = speaker();
