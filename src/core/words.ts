/** A text for people in both languages of the project, written where it is used. */
export interface Localised {
  readonly en: string;
  readonly zh: string;
}

/** A plain text, as a number or a name, is the same in both. */
export type Text = string | Localised;

/** How one of the languages is picked, and what is picked kept in mind. */
export type Say = (text: Text) => string;

export const en: Say = (text) => (typeof text === "string" ? text : text.en);

export const zh: Say = (text) => (typeof text === "string" ? text : text.zh);

/** `both\`${name}: ${figure}\`` has the same order in both languages, and the marks of each. */
export function both(parts: TemplateStringsArray, ...values: readonly Text[]): Localised {
  const fill = (say: Say, mark: (part: string) => string): string =>
    parts.map((part, at) => mark(part) + (at < values.length ? say(values[at]!) : "")).join("");
  return { en: fill(en, (part) => part), zh: fill(zh, chineseMarks) };
}

/** As `join` of a list: its joints are marks, or line breaks. */
export function joined(texts: readonly Text[], joint: string): Localised {
  return { en: texts.map(en).join(joint), zh: texts.map(zh).join(chineseMarks(joint)) };
}

const MARKS: readonly (readonly [RegExp, string])[] = [
  [/: /g, "："],
  [/; /g, "；"],
  [/, /g, "，"],
  [/\. ?/g, "。"],
  [/ \(/g, "（"],
  [/\)/g, "）"],
];

function chineseMarks(text: string): string {
  return MARKS.reduce((said, [mark, own]) => said.replace(mark, own), text);
}
