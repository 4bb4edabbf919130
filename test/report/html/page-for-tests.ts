/** What tests ask of a page without a browser: its parts, by plain patterns. */
import { createHash } from "node:crypto";

export function figuresOf(html: string) {
  return [...html.matchAll(/<figure id="([^"]+)"[^>]*>([^]*?)<\/figure>/g)].map(([, id, text]) => ({
    id: id!,
    text: text!,
  }));
}

export function policyOf(html: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!.replaceAll("&#39;", "'");
}

/** Contents of all elements of a name that run or style: data is neither. */
export function contentsOf(html: string, name: "script" | "style"): string[] {
  return [...html.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, "g"))].map(([, text]) => text!);
}

/** Says a text of the page in Chinese; a text without Chinese stays as it is. */
export function chineseOf(html: string): (text: string) => string {
  const [, data] = /<script type="application\/json" id="chinese">([^]*?)<\/script>/.exec(html)!;
  const chinese = JSON.parse(data!) as Record<string, string>;
  return (text) => (Object.hasOwn(chinese, text) ? chinese[text]! : text);
}

export function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Every text that a reader meets: those between tags, and what is told of marks and pictures. */
export function textsOf(html: string): string[] {
  const body = html.replace(/<(script|style)[^>]*>[^]*?<\/\1>/g, "");
  const found = [...body.matchAll(/>([^<>]+)<| (?:data-tip|aria-label)="([^"]*)"/g)];
  return found.map(([, text, attribute]) => unescape(text ?? attribute!).trim()).filter((text) => text !== "");
}

function unescape(text: string): string {
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name]!);
}

/** Texts of a page that have no Chinese, or whose Chinese has an English sentence in it. */
export function englishIn(page: string): string[] {
  const chinese = chineseOf(page);
  return textsOf(page).filter((text) => {
    const turned = chinese(text);
    const hasWords = /[A-Za-z]/.test(turned.replace(/\bn(?=\s*=)|\bMiB\b/g, ""));
    return (
      (hasWords && !/\p{Script=Han}/u.test(turned)) ||
      /(?:[A-Za-z]{2,}[ ,]+){3}[a-z]{2,}/.test(turned.replace(/\b[a-z]+\.[a-zA-Z]+\b|`[^`]*`/g, ""))
    );
  });
}
