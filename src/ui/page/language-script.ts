/**
 * Turns the page between English and Chinese: by the browser's language when it opens, then by a button. It reads texts
 * and attributes and writes texts and attributes, never markup.
 */
import { en, type Localised, type Say } from "../words.ts";

/** The same in every page; the Chinese is separate data. */
export const LANGUAGE_SCRIPT = `(() => {
  const chinese = JSON.parse(document.getElementById("chinese").textContent);
  const button = document.getElementById("language");
  const ATTRIBUTES = ["data-tip", "aria-label"];
  const originals = new Map();
  const say = (text) => {
    const bare = text.trim();
    return Object.hasOwn(chinese, bare) ? text.replace(bare, () => chinese[bare]) : text;
  };
  const remember = () => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.parentElement.closest("script, style, #tip, #language")) originals.set(node, node.data);
    }
    for (const element of document.querySelectorAll("[data-tip], [aria-label]"))
      originals.set(element, ATTRIBUTES.map((name) => element.getAttribute(name)));
  };
  const turn = (isChinese) => {
    if (originals.size === 0) remember();
    document.documentElement.lang = isChinese ? "zh-Hans" : "en";
    for (const [node, original] of originals) {
      if (typeof original === "string") node.data = isChinese ? say(original) : original;
      else
        ATTRIBUTES.forEach((name, at) => {
          if (original[at] !== null) node.setAttribute(name, isChinese ? say(original[at]) : original[at]);
        });
    }
    button.textContent = isChinese ? "English" : "中文";
    button.lang = isChinese ? "en" : "zh-Hans";
  };
  button.addEventListener("click", () => turn(document.documentElement.lang === "en"));
  button.textContent = "中文";
  button.lang = "zh-Hans";
  button.hidden = false;
  const spoken = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "en" || tag === "zh");
  if (spoken === "zh") turn(true);
})();
`;

/** The Chinese of each text by its English, as JSON that cannot end its script element. */
export function chineseData(said: readonly Localised[], zh: Say): string {
  const pairs = said.map((text) => [en(text).trim(), zh(text).trim()] as const);
  return JSON.stringify(Object.fromEntries(pairs.filter(([english, chinese]) => english !== chinese))).replaceAll(
    "<",
    "\\u003c",
  );
}
