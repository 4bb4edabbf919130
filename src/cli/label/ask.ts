/** Asks about messages in the terminal, one at a time. One key answers, and each label is saved at once. */
import { on } from "node:events";
import { emitKeypressEvents, type Key } from "node:readline";
import type { Readable } from "node:stream";
import { usageError } from "../../core/errors.ts";
import { type Outlet, print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import { maskIdentity } from "../../event/masking.ts";
import { formatCount } from "../../ui/format.ts";
import { type ExpectedQuality, expectedQuality } from "../../training/labelling/expected-quality.ts";
import { writeLabels } from "../../training/labelling/label-file.ts";
import type { LabelPool } from "../../training/labelling/label-pool.ts";
import type { Answer, Labelling, Question } from "../../training/labelling/labelling.ts";

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly output: Outlet;
}

const ANSWER_OF_KEY: Readonly<Record<string, Answer>> = { f: "fraud", b: "benign", s: "skip" };
const KEYS = "f fraud · b benign · s skip · u undo · q quit";
/** Labels between two estimates of quality, each of which takes some 300 ms. */
const QUALITY_STEP = 10;
/** So long after a question is shown, what was pressed before has come in: it is no answer to it. */
const SETTLE_MS = 30;

export function qualityWords(quality: ExpectedQuality | null): string {
  if (quality === null) return "how good a model of these labels is cannot be told yet";
  const { mcc, low, high } = quality;
  return `quality on messages that nobody labelled: MCC ${mcc.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Throws RingfenceError "usage" without a keyboard. */
export function refuseNoTerminal({ input, output }: Terminal): void {
  if (input.isTTY === true && output.isTTY === true) return;
  const instead = "write messages to label with --pick N, and read the labels with --take FILE";
  throw usageError(`label asks in a terminal, and standard input or output is none: ${instead}`);
}

/** Ends when the person quits, or all is labelled. Throws RingfenceError "io" if a label cannot be saved. */
export async function askLabels(
  pool: LabelPool,
  labelling: Labelling,
  { out, unmask }: { readonly out: string; readonly unmask: boolean },
  { input, output }: Terminal,
): Promise<void> {
  emitKeypressEvents(input);
  const pressedAt = new WeakMap<Key, number>();
  const note = (_text: string | undefined, key: Key): unknown => pressedAt.set(key, performance.now());
  let heardFrom = 0;
  input.on("keypress", note);
  input.setRawMode?.(true);
  try {
    const keys = on(input, "keypress", { close: ["end", "close"] });
    for (let question = shown(); question !== null;) {
      const pressed = await keys.next();
      const key = pressed.done === true ? null : (pressed.value as [string | undefined, Key])[1];
      if (key === null || key.name === "q" || (key.ctrl === true && (key.name === "c" || key.name === "d"))) break;
      if (pressedAt.get(key)! < heardFrom) continue;
      const answer = key.ctrl === true || key.meta === true ? undefined : ANSWER_OF_KEY[key.name ?? ""];
      if (answer !== undefined) labelling.answer(question.row, answer);
      else if (key.name !== "u" || labelling.undo() === null) continue;
      writeLabels(out, pool, labelling);
      print(output, `${answer ?? "taken back"}\n`);
      if (answer !== undefined && answer !== "skip" && labelling.labels().size % QUALITY_STEP === 0) {
        print(output, `${qualityWords(expectedQuality(pool, labelling))}\n`);
      }
      question = shown();
    }
  } finally {
    input.off("keypress", note);
    input.setRawMode?.(false);
    input.pause();
  }
  print(output, "\n");

  function shown(): Question | null {
    const question = labelling.question();
    if (question === null) return null;
    const { line, text, sender, caller } = pool.candidate(question.row);
    const from = sender === null ? "" : `, from ${unmask ? sender : maskIdentity(caller)}`;
    const head = `${formatCount(labelling.answers.size + 1)}. Line ${line}${from} (${question.reason})`;
    const lines = [...wrap(printable(head), ""), ...wrap(printable(text), "  "), KEYS];
    print(output, `\n${lines.join("\n")}\n`);
    heardFrom = performance.now() + SETTLE_MS;
    return question;
  }
}
