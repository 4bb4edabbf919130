/** Texts of a page that are too small or too faint to be read, by what a browser made of its styles. */
import type { Page } from "playwright-core";

/**
 * Every text on show, in a picture too, that has less than 12 pixels as drawn, or less than 4.5 to 1 against the ground
 * nearest to it that has a colour. Left out: what is switched off, what nobody sees, and words on a mark of a picture.
 */
export function illegible(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(LOOK);
}

/** Runs in the page. */
const LOOK = String.raw`(() => {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const isSeen = (colour) => (channels(colour)[3] ?? 1) > 0.99 && colour !== "transparent";
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (isSeen(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (text === "" || element.closest("script, style, .spoken, .skip, :disabled, option")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const isDrawn = element.namespaceURI.endsWith("svg");
    const scale = isDrawn ? element.ownerSVGElement.getScreenCTM().a : 1;
    const px = parseFloat(style.fontSize) * scale;
    if (px < 11.95) found.add(px.toFixed(1) + " px: " + text.slice(0, 40));
    const [ink, ground] = [luminance(isDrawn ? style.fill : style.color), luminance(groundOf(element))];
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (contrast < 4.5) found.add(contrast.toFixed(2) + ": " + text.slice(0, 40));
  }
  return [...found];
})()`;
