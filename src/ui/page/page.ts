/** The page around the figures: one file that loads nothing, and forbids itself to. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { t, type Text, type Localised, type Say } from "../words.ts";
import { chineseData, LANGUAGE_SCRIPT } from "./language-script.ts";
import { Markup, markup } from "./markup.ts";
import { SAVE_SCRIPT } from "./save-script.ts";
import { SCRIPT } from "./script.ts";

export interface Section {
  readonly id: string;
  readonly title: Text;
  readonly body: Markup;
}

interface Page {
  readonly title: Text;
  readonly kicker: Text;
  /** Below the title: seed, n, digest. */
  readonly facts: Text;
  readonly headline: Markup;
  readonly sections: readonly Section[];
  /** Says all its texts in Chinese; left out: the page is in English alone. */
  readonly chinese?: Say;
}

/** HTML, whole. Its policy allows its own scripts and styles by hash, and loads nothing. */
export function renderPage({ title, kicker, facts, headline, sections, chinese }: Page): string {
  const style = ["look", "page"]
    .map((name) => readFileSync(fileURLToPath(import.meta.resolve(`#look/${name}.css`)), "utf8"))
    .join("")
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ");
  const script = SCRIPT + SAVE_SCRIPT + (chinese ? LANGUAGE_SCRIPT : "");
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head = t`${title} – ${kicker}`;
  const body = markup`<div class="frame">
          <header>
            ${chinese ? markup`<button id="language" type="button" hidden></button>` : null}
            <p class="source">${kicker}</p>
            <h1>${title}</h1>
            <p class="source" id="facts">${facts}</p>
          </header>
          <nav aria-label="${CONTENTS}">
            <ul>
              ${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          <main>${headline} ${sections.map(renderSection)}</main>
        </div>
        <div id="tip" role="status" hidden></div>`;
  const data = chinese && new Markup(chineseData([...ALWAYS, head, ...body.said], chinese));
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${head}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        ${new Markup(withoutIndents(body.text))}
        ${data ? markup`<script type="application/json" id="chinese">${data}</script>` : null}
        <script>${new Markup(script)}</script>
      </body>
    </html>
`.text;
}

const CONTENTS = t`Contents`;

const ALWAYS: readonly Localised[] = [t`none`, t`Save as CSV`, t`Save as SVG`];

function renderSection({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    ${body}
  </section>`;
}

/** Indentation is a tenth of a page. Only spaces between tags are cut; all text is escaped. */
function withoutIndents(html: string): string {
  return html.replace(/>\s*\n\s*</g, "><");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
