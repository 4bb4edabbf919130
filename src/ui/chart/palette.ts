/** Names of the colours of all pages; the style sheet (look/look.css) says what they mean, in light and in dark. */
export const INKS = [
  "background",
  "panel",
  "text",
  "muted",
  "line",
  "allowed",
  "flagged",
  "blocked",
  "fraud",
  "benign",
  "defended",
  "undefended",
  "reference",
  "ours",
  "calls",
  "messages",
] as const;
export type Ink = (typeof INKS)[number];

/** As a style sheet knows them, so that one picture serves light and dark. */
export const INK = Object.fromEntries(INKS.map((name) => [name, `var(--${name})`])) as Readonly<Record<Ink, string>>;
