/**
 * Turns the page between English and Chinese: by the browser's language when it opens, then by a button. It reads texts
 * and attributes and writes texts and attributes, never markup.
 */
import { chinesePhrases } from "./chinese.ts";
import { makeTranslator } from "./translator.ts";

/**
 * The translator and all its phrases, some 50 KB, rather than what it says of each text of the page, which is 380 KB. A
 * module of stages may name its stage anything: no name ends the script.
 */
export function languageScript(): string {
  const phrases = JSON.stringify(chinesePhrases()).replaceAll("<", "\\u003c");
  return `(() => {
  const { translate } = (${makeTranslator.toString()})(${phrases});
  const button = document.getElementById("language");
  const ATTRIBUTES = ["data-tip", "aria-label"];
  const originals = new Map();
  const say = (text) => {
    const bare = text.trim();
    const said = bare === "" ? null : translate(bare);
    return said === null ? text : text.replace(bare, () => said);
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
}
