/** What tests ask of a page without a browser: its parts, by plain patterns. */
import { createHash } from "node:crypto";
import type { Dictionary } from "../../../src/report/html/dictionary.ts";

export interface FigureParts {
  readonly id: string;
  readonly text: string;
}

export function figuresOf(html: string): FigureParts[] {
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

/** What the page says in Chinese. */
export function dictionaryIn(html: string): Dictionary {
  return JSON.parse(/<script type="application\/json" id="chinese">([^]*?)<\/script>/.exec(html)![1]!) as Dictionary;
}

export function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Addresses that a browser would load or go to. */
export function addressesOf(html: string): string[] {
  return [...html.matchAll(/ (?:href|src|srcset|action|data|poster|xlink:href)="([^"]*)"/g)].map(
    ([, address]) => address!,
  );
}
