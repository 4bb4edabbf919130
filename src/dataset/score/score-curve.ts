/** What each line through the scores would catch, and whom it would hurt. */
import { curves, row, type Stated, table } from "../../report/statement.ts";

/** Shares of benign events that a line may take. */
const SHARES = [0.01, 0.005, 0.002, 0.001, 0.0005, 0.0001] as const;
const CURVE_POINTS = 100;
const SHARE = { unit: "share", min: 0, max: 1 } as const;

export class ScoreCurve {
  readonly #fraud: number[] = [];
  readonly #benign: number[] = [];

  add(isFraud: boolean, score: number): void {
    (isFraud ? this.#fraud : this.#benign).push(score);
  }

  state(): Stated[] {
    const [fraud, benign] = [this.#fraud, this.#benign].map((scores) => Float64Array.from(scores).sort());
    return [stateLines(fraud!, benign!), stateCurve(fraud!, benign!)];
  }
}

function stateLines(fraud: Float64Array, benign: Float64Array): Stated {
  const found = SHARES.filter((share) => share * benign.length >= 1).map((share) => {
    const line = lineAt(fraud, benign, Math.floor(share * benign.length));
    const [caught, hurt] = line === null ? [0, 0] : [reaching(fraud, line), reaching(benign, line)];
    const figures = [line, caught / fraud.length, hurt / benign.length, caught === 0 ? null : caught / (caught + hurt)];
    return row(String(share).replace(".", ","), `at most ${10_000 * share} of 10,000 benign events`, ...figures);
  });
  return table(
    "lines",
    "If events were blocked from this score on",
    {},
    [{ id: "score", words: "score", unit: "number" }, ...RATE_COLUMNS],
    found,
  );
}

/** At evenly spaced shares of fraud caught. */
function stateCurve(fraud: Float64Array, benign: Float64Array): Stated {
  const places = Array.from({ length: CURVE_POINTS }, (_, at) => Math.ceil(((at + 1) / CURVE_POINTS) * fraud.length));
  const scores = new Set(places.map((place) => fraud[fraud.length - place]!));
  const lines = [...scores].filter((line) => line > Number.NEGATIVE_INFINITY);
  const points = lines.map((line): [recall: number, precision: number] => {
    const caught = reaching(fraud, line);
    return [caught / fraud.length, caught / (caught + reaching(benign, line))];
  });
  return curves("precisionRecall", "What would a stricter or a laxer line cost?", {
    x: { words: "recall: fraud blocked, of all fraud", ...SHARE },
    y: { words: "precision: fraud, of all blocked", ...SHARE },
    lines: [{ words: "all", ink: "text", mark: "solid", points, at: { words: "score", values: lines } }],
  });
}

/** Of lines and of verdicts alike. */
export const RATE_COLUMNS = [
  { id: "recall", words: "fraud taken", unit: "share" },
  { id: "falseInterception", words: "benign taken, of 10,000", unit: "per10000" },
  { id: "precision", words: "precision", unit: "share" },
] as const;

/** How many of the ascending scores are `line` or more. */
function reaching(ascending: Float64Array, line: number): number {
  return ascending.length - firstWhere(ascending, (score) => score >= line);
}

/** The first of `ascending` that passes a test which all after it pass too, or their number. */
function firstWhere(ascending: Float64Array, test: (score: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(ascending[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The lowest score that at most `most` benign events reach; null if there is none. */
function lineAt(fraud: Float64Array, benign: Float64Array, most: number): number | null {
  const tooLow = benign[benign.length - most - 1]!;
  const next = [fraud, benign].map((scores) => scores[firstWhere(scores, (score) => score > tooLow)] ?? Infinity);
  const line = Math.min(...next);
  return line === Infinity ? null : line;
}
