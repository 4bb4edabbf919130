/**
 * Colours mean the same in the report and on the live page, and never carry meaning alone: a label, a pattern or a
 * position says it too. All reach a contrast of 3 : 1 on their background, text colours 4.5 : 1 (WCAG AA).
 */
export interface Palette {
  readonly background: string;
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly allowed: string;
  readonly flagged: string;
  readonly blocked: string;
  readonly fraud: string;
  readonly benign: string;
  readonly defended: string;
  readonly undefended: string;
  readonly reference: string;
  /** Measured here, next to something else. */
  readonly ours: string;
  readonly calls: string;
  readonly messages: string;
}

export const LIGHT: Palette = {
  background: "#ffffff",
  panel: "#f6f7f9",
  text: "#1b2330",
  muted: "#596577",
  line: "#d4dae3",
  allowed: "#5d7fa3",
  flagged: "#a86d00",
  blocked: "#1f7a4d",
  fraud: "#b3261e",
  benign: "#3f6ea8",
  defended: "#1f7a4d",
  undefended: "#b3261e",
  reference: "#6a4c9c",
  ours: "#0b6a86",
  calls: "#0f7173",
  messages: "#8a4a93",
};

export const DARK: Palette = {
  background: "#12161d",
  panel: "#1b212b",
  text: "#e8ecf2",
  muted: "#a3afc0",
  line: "#3a4453",
  allowed: "#86a9cf",
  flagged: "#e0a63a",
  blocked: "#57c08a",
  fraud: "#ff8a80",
  benign: "#7fb0ee",
  defended: "#57c08a",
  undefended: "#ff8a80",
  reference: "#b79ce6",
  ours: "#5fbcd8",
  calls: "#4fc3c4",
  messages: "#d59be0",
};

/** Names of the colours in a style sheet, so that one picture serves light and dark. */
export const INK = Object.fromEntries(Object.keys(LIGHT).map((name) => [name, `var(--${name})`])) as Readonly<
  Record<keyof Palette, string>
>;
