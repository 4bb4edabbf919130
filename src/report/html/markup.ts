/**
 * HTML that is escaped unless it says otherwise: every value put into a template is text, but for what is markup
 * already.
 */
import { escapeMarkup } from "../../core/escape-markup.ts";

/** Markup that may be put into a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupValue = string | number | Markup | null | readonly MarkupValue[];

/** markup`<b>${name}</b>`: the name is escaped. A list is joined, null is nothing. Attributes must be in quotes. */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(parts.map((part, index) => part + (index < values.length ? written(values[index]!) : "")).join(""));
}

function written(value: MarkupValue): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(written).join("");
  return escapeMarkup(String(value));
}
