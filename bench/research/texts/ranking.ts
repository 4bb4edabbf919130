/** How well a score ranks fraud above benign: the area under its curve, and recall at a share of false alarms. */
interface RankedText {
  readonly isFraud: boolean;
  readonly score: number;
}

/** The share of pairs of a fraud and a benign text with the higher score for fraud; ties count half. NaN of none. */
export function areaUnderCurve(texts: readonly RankedText[]): number {
  const sorted = texts.toSorted((a, b) => a.score - b.score);
  let benignBelow = 0;
  let pairs = 0;
  let frauds = 0;
  for (let from = 0; from < sorted.length;) {
    let fraud = 0;
    let to = from;
    for (; to < sorted.length && sorted[to]!.score === sorted[from]!.score; to++) fraud += sorted[to]!.isFraud ? 1 : 0;
    const benign = to - from - fraud;
    pairs += fraud * (benignBelow + benign / 2);
    benignBelow += benign;
    frauds += fraud;
    from = to;
  }
  return pairs / (frauds * benignBelow);
}

/** The share of fraud above the lowest threshold at which at most `falseShare` of benign texts lie above it. */
export function recallAt(texts: readonly RankedText[], falseShare: number): number {
  const benign = texts
    .filter(({ isFraud }) => !isFraud)
    .map(({ score }) => score)
    .sort((a, b) => b - a);
  const threshold = benign[Math.floor(falseShare * benign.length)] ?? -Infinity;
  const fraud = texts.filter(({ isFraud }) => isFraud);
  return fraud.filter(({ score }) => score > threshold).length / fraud.length;
}
