/** The style sheet of written pages: the look of all pages, and what these pages alone have. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Without comments and line breaks. */
export function styleSheet(): string {
  return (lookOf("look") + lookOf("page")).replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ");
}

/** A colour of the light look, #rrggbb; null of a name that has none. */
export function lightColour(name: string): string | null {
  const [, light, same] =
    new RegExp(`--${name}: (?:light-dark\\((#\\w+),|var\\(--(\\w+)\\))`).exec(lookOf("look")) ?? [];
  return same === undefined ? (light ?? null) : lightColour(same);
}

function lookOf(name: "look" | "page"): string {
  return readFileSync(fileURLToPath(import.meta.resolve(`#look/${name}.css`)), "utf8");
}
