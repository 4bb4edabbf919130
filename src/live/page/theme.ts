/**
 * The palette, light or dark as the system wants it: as custom properties for the styles, and as values for the charts.
 */
import { DARK, LIGHT, type Palette } from "../../ui/chart/palette.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");

export function currentPalette(): Palette {
  return dark.matches ? DARK : LIGHT;
}

/** Sets `--text` and the others on the document, now and when the system changes. */
export function followPalette(): void {
  applyPalette();
  onPaletteChange(applyPalette);
}

function applyPalette(): void {
  for (const [name, colour] of Object.entries(currentPalette())) {
    document.documentElement.style.setProperty(`--${name}`, colour);
  }
}

/** Returns how to stop. */
export function onPaletteChange(callback: () => void): () => void {
  dark.addEventListener("change", callback);
  return () => dark.removeEventListener("change", callback);
}
