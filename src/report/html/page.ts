/** The page around the figures: one file that loads nothing, and forbids itself to. */
import { createHash } from "node:crypto";
import { Markup, markup } from "./markup.ts";
import { languageScript } from "./language/language-script.ts";
import { SAVE_SCRIPT } from "./save-script.ts";
import { SCRIPT } from "./script.ts";
import { styleSheet } from "./style.ts";

export interface Section {
  /** The fragment of its address. */
  readonly id: string;
  /** Also in the contents. */
  readonly title: string;
  readonly body: Markup;
}

export interface Page {
  readonly title: string;
  /** What kind of document it is, above the title. */
  readonly kicker: string;
  /** Below it: seed, n, digest. */
  readonly facts: string;
  /** The one number that matters, and what it does not say. */
  readonly headline: Markup;
  readonly sections: readonly Section[];
  /** Whether all its words have phrases in Chinese, so that its reader can turn it. */
  readonly isBilingual?: boolean;
}

/** HTML, whole. What it may do is stated by a policy: run and style with what is in it by hash, and load nothing. */
export function renderPage({ title, kicker, facts, headline, sections, isBilingual = false }: Page): string {
  const style = styleSheet();
  const script = SCRIPT + SAVE_SCRIPT + (isBilingual ? languageScript() : "");
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – ${kicker}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <div class="frame">
          <header>
            <p class="kicker">${kicker}</p>
            <h1>${title}</h1>
            <p class="facts">${facts}</p>
            ${isBilingual ? markup`<button id="language" type="button" hidden></button>` : null}
          </header>
          <nav aria-label="Contents">
            <ul>
              ${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          <main>${headline} ${sections.map(renderSection)}</main>
        </div>
        <div id="tip" role="status" hidden></div>
        <script>${new Markup(script)}</script>
      </body>
    </html>
`.text;
}

function renderSection({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    ${body}
  </section>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
