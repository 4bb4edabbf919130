/**
 * YAML from outside, into plain data of the kinds that JSON has. What no document of ours has, and what the parser
 * needs minutes or the whole stack for, is refused before it is parsed.
 */
import { type Document, Lexer, LineCounter, Parser, parseDocument } from "yaml";
import { shorten } from "./describe-value.ts";
import { messageOf } from "./errors.ts";

export interface YamlText {
  readonly document: Document;
  /** Where its lines begin. */
  readonly lines: LineCounter;
}

/** A YAML text that cannot be used; the message says why, and where by line and column. */
class YamlFault extends Error {}

/** Composing and converting recurse. */
const MAX_LAYERS = 64;
/** Each key is compared with each other, and each alias looked for among all. */
const MAX_KEYS = 1000;
const MAX_ALIASES = 1000;

/** Throws YamlFault for the first thing that is wrong. Time: seconds for 100 KB that mean harm. */
export function parseYamlText(source: string): YamlText {
  refuseExcess(source);
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    // Each of thousands of errors would be drawn, with the beginning of the text looked through anew.
    prettyErrors: false,
    // Whatever version and types the text asks for: those of JSON, so that a map is an object.
    schema: "core",
    resolveKnownTags: false,
    logLevel: "error",
  });
  const [error] = document.errors;
  if (error === undefined) return { document, lines };
  const { line, col } = lines.linePos(error.pos[0]);
  throw new YamlFault(`${shorten(error.message)} at line ${line}, column ${col}`);
}

/** Its data. Throws YamlFault where aliases of aliases would grow without bounds. */
export function yamlData({ document }: YamlText): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new YamlFault(shorten(messageOf(cause)), { cause });
  }
}

function refuseExcess(source: string): void {
  const parser = new Parser();
  let aliases = 0;
  for (const lexeme of new Lexer().lex(source)) {
    if (lexeme.startsWith("*") && ++aliases > MAX_ALIASES) throw new YamlFault(`more than ${MAX_ALIASES} aliases`);
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAX_LAYERS) throw new YamlFault(`nested more than ${MAX_LAYERS} layers deep`);
    const top = parser.stack.at(-1);
    const isMap = top?.type === "block-map" || (top?.type === "flow-collection" && top.start.source === "{");
    if (isMap && top.items.length > MAX_KEYS) throw new YamlFault(`more than ${MAX_KEYS} keys in one group`);
  }
}
