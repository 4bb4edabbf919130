/**
 * HTML that is escaped unless it says otherwise: every value put into a template is text, but for what is markup
 * already.
 */
import { en, type Text, type Localised } from "../words.ts";

/** Markup that may be put into a page as it is, in English, with what it says in other languages too. */
export class Markup {
  readonly text: string;
  readonly said: readonly Localised[];

  constructor(text: string, said: readonly Localised[] = []) {
    this.text = text;
    this.said = said;
  }
}

type MarkupValue = Text | number | Markup | null | readonly MarkupValue[];

/** markup`<b>${name}</b>`: the name is escaped. A list is joined, null is empty. Attributes must be in quotes. */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const said: Localised[] = [];
  const text = parts.map((part, index) => part + (index < values.length ? written(values[index]!, said) : "")).join("");
  return new Markup(text, said);
}

function written(value: MarkupValue, said: Localised[]): string {
  if (value === null) return "";
  if (value instanceof Markup) {
    for (const words of value.said) said.push(words);
    return value.text;
  }
  if (typeof value !== "object") return escapeMarkup(String(value));
  if (!("key" in value)) return value.map((each) => written(each, said)).join("");
  said.push(value);
  return escapeMarkup(en(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For the content of elements and for attributes in quotes of either kind; not for scripts, styles or addresses. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
