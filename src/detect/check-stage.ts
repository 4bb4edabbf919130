/**
 * Checks a stage from a module of a user's own: what a stranger forgets or mistypes is said when it is loaded, and what
 * its functions do wrong when they do it.
 */
import { COLUMN_TYPES } from "../core/columns.ts";
import { describeValue, isPromise, isRecord } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { placeOf } from "../core/module/own-modules.ts";
import { printable } from "../core/terminal/printable.ts";
import type { Stage } from "./stage.ts";

/** Names that a further stage, and its evidence, cannot have. */
export interface TakenNames {
  readonly stages: ReadonlySet<string>;
  readonly evidence: ReadonlySet<string>;
  readonly marks: ReadonlySet<string>;
}

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const MAX_WORDS = 120;
/** As a scenario may set one, in hundredths of a nat. */
const MAX_WEIGHT = 3000;

/** What is wrong with a module's default export as a stage; null: nothing. */
export function problemOfStage(exported: unknown, taken: TakenNames): string | null {
  if (typeof exported !== "object" || exported === null || isPromise(exported)) {
    return `expected a stage as its default export, found ${describeValue(exported)}`;
  }
  const stage = exported as Partial<Record<keyof Stage, unknown>>;
  return (
    problemOfName(stage.name, taken.stages) ??
    problemOfWords("title", stage.title) ??
    problemOfWords("question", stage.question) ??
    problemOfText("summary, a sentence for the switch in a scenario,", stage.summary) ??
    problemOfColumns(stage.columns) ??
    problemOfEvidence(stage.evidence, taken.evidence) ??
    problemOfMarks(stage.marks, taken.marks) ??
    problemOfFunctions(stage)
  );
}

function problemOfName(name: unknown, taken: ReadonlySet<string>): string | null {
  if (typeof name !== "string" || !NAME.test(name)) {
    return `expected a name of letters and digits that begins with a small letter, found ${describeValue(name)}`;
  }
  return taken.has(name) || name in {}
    ? `expected a name that no other stage has, found "${name}": choose another`
    : null;
}

function problemOfText(what: string, text: unknown): string | null {
  if (typeof text === "string" && text !== "" && text.length <= MAX_WORDS && printable(text) === text) return null;
  return `expected ${what} as a line of 1 to ${MAX_WORDS} characters that can be shown, found ${describeValue(text)}`;
}

function problemOfWords(what: string, words: unknown): string | null {
  const { en, zh } = isRecord(words) ? words : {};
  return problemOfText(`${what}.en`, en) ?? problemOfText(`${what}.zh`, zh);
}

function problemOfColumns(columns: unknown): string | null {
  const types = Object.keys(COLUMN_TYPES).join(", ");
  if (!isRecord(columns)) {
    return `expected columns, the type of each by its name (${types}), {} for none, found ${describeValue(columns)}`;
  }
  for (const [name, type] of Object.entries(columns)) {
    if (!NAME.test(name)) return `columns: expected names of letters and digits, found ${describeValue(name)}`;
    if (typeof type === "string" && Object.hasOwn(COLUMN_TYPES, type)) continue;
    return `columns.${name}: expected one of ${types}, found ${describeValue(type)}`;
  }
  return null;
}

function problemOfEvidence(evidence: unknown, taken: ReadonlySet<string>): string | null {
  if (!isRecord(evidence)) {
    return `expected evidence, weight and words of each kind by its name, {} for none, found ${describeValue(evidence)}`;
  }
  for (const [name, kind] of Object.entries(evidence)) {
    if (!NAME.test(name)) return `evidence: expected names of letters and digits, found ${describeValue(name)}`;
    if (taken.has(name) || name in {}) return `evidence.${name}: expected a name that no other evidence has`;
    const { weight, words } = isRecord(kind) ? kind : {};
    if (!Number.isInteger(weight) || Math.abs(weight as number) > MAX_WEIGHT) {
      const range = `a whole number from -${MAX_WEIGHT} to ${MAX_WEIGHT}, hundredths of a nat`;
      return `evidence.${name}.weight: expected ${range}, found ${describeValue(weight)}`;
    }
    const problem = problemOfWords(`evidence.${name}.words`, words);
    if (problem !== null) return problem;
  }
  return null;
}

const MARK_UNITS = ["similarity", "share", "count", "seconds"];

function problemOfMarks(marks: unknown, taken: ReadonlySet<string>): string | null {
  if (marks === undefined) return null;
  if (!isRecord(marks)) return `expected marks, if there are any, by their names, found ${describeValue(marks)}`;
  for (const [name, mark] of Object.entries(marks)) {
    if (!NAME.test(name)) return `marks: expected names of letters and digits, found ${describeValue(name)}`;
    if (taken.has(name) || name in {}) return `marks.${name}: expected a name that no other parameter of screening has`;
    const { default: value, min, max, unit, words } = isRecord(mark) ? mark : {};
    const [least, most, usual] = [Number(min), Number(max), Number(value)];
    if (!(least <= usual && usual <= most)) {
      return `marks.${name}: expected min, default and max as numbers in this order, found ${describeValue(mark)}`;
    }
    if (!MARK_UNITS.includes(unit as string)) {
      return `marks.${name}.unit: expected one of ${MARK_UNITS.join(", ")}, found ${describeValue(unit)}`;
    }
    const problem = problemOfText(`marks.${name}.words`, words);
    if (problem !== null) return problem;
  }
  return null;
}

/** What a stage may do, and what is then done with the answer. */
const FUNCTIONS = [
  "open",
  "attacher",
  "screen",
  "readEvidence",
  "lasting",
  "clear",
  "context",
  "kept",
  "saw",
  "explain",
  "record",
  "found",
  "peer",
] as const;

function problemOfFunctions(stage: Partial<Record<keyof Stage, unknown>>): string | null {
  const hasEvidence = Object.keys(stage.evidence as object).length > 0;
  const wanted: string[] = ["open", "attacher", "screen", ...(hasEvidence ? ["readEvidence"] : [])];
  for (const part of FUNCTIONS) {
    const found = stage[part as keyof Stage];
    if (typeof found === "function") continue;
    if (wanted.includes(part)) return `expected a function ${part}, found ${describeValue(found)}`;
    if (found !== undefined) {
      return `expected ${part}, if there is one, to be a function, found ${describeValue(found)}`;
    }
  }
  return stage.saw !== undefined && stage.explain === undefined
    ? "expected explain beside saw: it says in words what saw returns"
    : null;
}

/** What is expected of an answer, by what was asked; of others nothing. */
const ANSWERS: Readonly<Record<string, readonly [wanted: string, isRight: (answer: unknown) => boolean]>> = {
  open: ["a function that seals a tick", isFunction],
  seal: ["a handle, or null for none", (handle) => handle !== undefined],
  attacher: ["an object with a function attach", (attacher) => isRecord(attacher) && isFunction(attacher["attach"])],
  attach: ["a table, {} if it needs none", (table) => table !== undefined && table !== null],
  screen: ["nothing once all is written, as nobody waits", (answer) => !isPromise(answer)],
  readEvidence: ["a function of a row", isFunction],
  explain: [
    "{ en, zh } or null",
    (words) => words === null || (isRecord(words) && isText(words["en"]) && isText(words["zh"])),
  ],
  peer: ["{ name, run }", (peer) => isRecord(peer) && isText(peer["name"]) && isFunction(peer["run"])],
};

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/**
 * The stage, whose functions throw RingfenceErrors alone: by `refusal`, which is told what is wrong. `path`: of the
 * module.
 */
export function guardedStage(stage: Stage, path: string, refusal: (problem: string) => RingfenceError): Stage {
  const tried = <Answer>(what: string, act: () => Answer): Answer => {
    try {
      return act();
    } catch (cause) {
      if (cause instanceof RingfenceError) throw cause;
      throw refusal(`its ${what} threw: ${placeOf(cause, path)}`);
    }
  };
  const asked = <Answer>(what: string, act: () => Answer): Answer => {
    const answer = tried(what, act);
    const [wanted, isRight] = ANSWERS[what] ?? ["", () => true];
    if (!isRight(answer)) throw refusal(`expected ${what} to return ${wanted}, found ${describeValue(answer)}`);
    return answer;
  };
  const parts = FUNCTIONS.flatMap((part) => {
    const act: unknown = stage[part as keyof Stage];
    return typeof act === "function"
      ? [[part, (...of: unknown[]) => asked(part, () => act.apply(stage, of) as unknown)]]
      : [];
  });
  const guarded = { ...stage, ...(Object.fromEntries(parts) as Partial<Stage>) } as Stage;
  return {
    ...guarded,
    ownCode: () => [`stage "${stage.name}" (${path})`],
    open(seed) {
      const seal = guarded.open!(seed);
      let isTried = false;
      return (tick) => {
        const handle = asked("seal", () => seal(tick));
        if (!isTried) tried("handle cannot go to another thread, and", () => structuredClone(handle));
        isTried = true;
        return handle;
      };
    },
    attacher(normaliser) {
      const attacher = guarded.attacher(normaliser);
      return { attach: (handle, options) => asked("attach", () => attacher.attach(handle, options)) };
    },
  };
}
