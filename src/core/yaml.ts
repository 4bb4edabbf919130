/**
 * YAML from outside, as plain data of the kinds that JSON has, and where in the text it stands. What no document of ours
 * has, and what the parser needs minutes or the whole stack for, is refused before it is parsed.
 */
import { Lexer, LineCounter, Parser, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import type { z } from "zod";
import { shorten } from "./describe-value.ts";
import { RingfenceError, messageOf } from "./errors.ts";
import { readBounded } from "./file/bounded-file.ts";

type Path = readonly PropertyKey[];

export interface Yaml {
  readonly data: unknown;
  readonly has: (path: Path) => boolean;
  /** "label:line:column" of a key or item, or else of the nearest around it; the label alone where there is none. */
  readonly placeOf: (path: Path) => string;
}

/** Composing and converting recurse. */
const MAX_LAYERS = 64;
/** Each key is compared with each other, and each alias looked for among all. */
const MAX_KEYS = 1000;
const MAX_ALIASES = 1000;
const MAX_FILE_BYTES = 1 << 20;

/** The content of a file by its schema. Throws RingfenceError "config" with all places, "io" if it cannot be read. */
export function readYamlFile<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  const { data, placeOf } = readYaml(path, readBounded(path, MAX_FILE_BYTES).toString("utf8"));
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const found = result.error.issues.map((issue) => {
    const place = placeOf(issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path);
    return `${place}: ${issue.path.length > 0 ? `${issue.path.join(".")}: ` : ""}${issue.message}`;
  });
  throw new RingfenceError("config", found.join("\n"), { cause: result.error });
}

/** Throws RingfenceError "config" for the first thing that is wrong. Time: seconds for 100 KB that mean harm. */
export function readYaml(label: string, source: string): Yaml {
  try {
    return parse(label, source);
  } catch (cause) {
    throw new RingfenceError("config", `${label} is not YAML: ${messageOf(cause)}`, { cause });
  }
}

/** The data alone. Throws an Error that says what is wrong, and at which line and column. */
export function yamlData(source: string): unknown {
  return parse("", source).data;
}

function parse(label: string, source: string): Yaml {
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
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new Error(`${shorten(error.message)} at line ${line}, column ${col}`);
  }
  return {
    data: dataOf(document),
    has: (path) => find(document.contents, path).isThere,
    placeOf(path) {
      const { offset } = find(document.contents, path);
      if (offset === null) return label;
      const { line, col } = lines.linePos(offset);
      return `${label}:${line}:${col}`;
    },
  };
}

/** Throws where aliases of aliases would grow without bounds. */
function dataOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new Error(shorten(messageOf(cause)), { cause });
  }
}

function refuseExcess(source: string): void {
  const parser = new Parser();
  let aliases = 0;
  for (const lexeme of new Lexer().lex(source)) {
    if (lexeme.startsWith("*") && ++aliases > MAX_ALIASES) throw new Error(`more than ${MAX_ALIASES} aliases`);
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAX_LAYERS) throw new Error(`nested more than ${MAX_LAYERS} layers deep`);
    const top = parser.stack.at(-1);
    const isMapping = top?.type === "block-map" || (top?.type === "flow-collection" && top.start.source === "{");
    if (isMapping && top.items.length > MAX_KEYS) throw new Error(`more than ${MAX_KEYS} keys in one group`);
  }
}

/** `offset`: of the last key or item on the way that is there. */
function find(contents: unknown, path: Path): { readonly isThere: boolean; readonly offset: number | null } {
  let node = contents;
  let offset: number | null = null;
  for (const key of path) {
    // A schema may see an object where the text has a list alone.
    if (isSeq(node) && typeof key === "string" && !/^\d+$/.test(key)) continue;
    const [at, value]: readonly unknown[] = isSeq(node)
      ? [node.items[Number(key)], node.items[Number(key)]]
      : pairOf(node, key);
    if (!isNode(at)) return { isThere: false, offset };
    [node, offset] = [value, at.range?.[0] ?? offset];
  }
  return { isThere: true, offset };
}

function pairOf(node: unknown, key: PropertyKey): readonly unknown[] {
  if (!isMap(node)) return [];
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return pair === undefined ? [] : [pair.key, pair.value];
}
