/** YAML from outside, into plain data of the kinds that JSON has. */
import { type Document, LineCounter, parseDocument } from "yaml";
import { shorten } from "./describe-value.ts";
import { messageOf } from "./errors.ts";

export interface YamlText {
  readonly document: Document;
  /** Where its lines begin. */
  readonly lines: LineCounter;
}

/** A YAML text that cannot be used; the message says why, and where by line and column. */
class YamlFault extends Error {}

/** Throws YamlFault for the first thing that is wrong. */
export function parseYamlText(source: string): YamlText {
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
  const reason = /call stack/.test(error.message) ? "nested too deeply" : shorten(error.message);
  throw new YamlFault(`${reason} at line ${line}, column ${col}`);
}

/** Its data. Throws YamlFault where aliases of aliases would grow without bounds. */
export function yamlData({ document }: YamlText): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new YamlFault(shorten(messageOf(cause)), { cause });
  }
}
