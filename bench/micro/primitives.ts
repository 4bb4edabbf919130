/** What everything else rests on: the normaliser beside the obvious way to write one, and a draw of the generator. */
import { MAX_MATCH_UNITS } from "../../src/detect/matcher/matcher.ts";
import { normaliseInto } from "../../src/detect/normaliser/normaliser.ts";
import { RandomStream } from "../../src/core/random.ts";
import { type DigestWords, addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { compareInRounds, measured } from "../harness/measurement.ts";
import { sharedNormaliser } from "../harness/matching.ts";
import { MessageDeck } from "../harness/message-deck.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { measureRounds } from "../harness/rounds.ts";
import { turns } from "../harness/turns.ts";

const HAND_SIZE = 100;
const DRAWS = 1000;
/** Kinds of records in the digest: a text normalised, and four words drawn. */
const [TEXT, DRAW] = [1, 2];
const OURS = "normaliser, one pass";
const OBVIOUS = "NFKC and expressions";

export function measurePrimitives(messages: number, context: MicroContext): MicroFindings {
  context.onProgress("normaliser and draws");
  const digest = new Uint32Array(2);
  const texts = measureNormalisers(messages, context, digest);
  const draws = measureDraws(context, digest);
  return {
    measurements: [...texts, ...draws],
    comparisons: [compareInRounds(`normaliser: ${OBVIOUS}`, measured(texts, OURS), measured(texts, OBVIOUS))],
    warnings: [],
    problems: [],
    digest: formatDigest(digest),
  };
}

function measureNormalisers(messages: number, context: MicroContext, digest: DigestWords) {
  const normaliser = sharedNormaliser();
  const deck = new MessageDeck({ kind: "clustered", seed: context.seed, templates: 100, messages }, normaliser);
  const [hands, handsOfStrings] = [deck.deal(HAND_SIZE), deck.deal(HAND_SIZE)];
  const [nextUnits, nextStrings] = [turns(hands), turns(handsOfStrings)];
  const out = new Uint16Array(MAX_MATCH_UNITS);
  for (const { units: text } of hands.flat()) {
    const units = normaliseInto(normaliser, text, 0, text.length, out);
    addRecordToDigest(digest, TEXT, [...out.subarray(0, units)]);
  }
  const contenders = [
    {
      name: OURS,
      operations: HAND_SIZE,
      run: () => {
        let units = 0;
        for (const { units: text } of nextUnits()) units += normaliseInto(normaliser, text, 0, text.length, out);
        return units;
      },
    },
    {
      name: OBVIOUS,
      operations: HAND_SIZE,
      run: () => {
        let units = 0;
        for (const { text } of nextStrings()) units += normalisePlainly(text).length;
        return units;
      },
      notes: ["folds neither look-alike letters nor traditional characters, so it does less"],
    },
  ];
  return measureRounds("normalise a message", contenders, { ...context, unit: "ns" });
}

/** As one would write it without a table. */
export function normalisePlainly(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/https?:\/\/\S+/gu, "\ue000")
    .replace(/\p{Nd}+/gu, "0")
    .replace(/[\p{P}\p{S}\p{Z}\p{M}\p{Cc}\p{Cf}]/gu, "");
}

function measureDraws(context: MicroContext, digest: DigestWords) {
  const stream = new RandomStream(context.seed, "bench-draws");
  for (let drawn = 0; drawn < DRAWS; drawn++) addRecordToDigest(digest, DRAW, [drawn, ...stream.draw(drawn, 0)]);
  let entity = 0;
  const run = (): number => {
    let sum = 0;
    for (let i = 0; i < DRAWS; i++) sum += stream.draw(entity++ >>> 0, 0)[0]!;
    return sum;
  };
  const contender = { name: "Philox4x32-10, four words", operations: DRAWS, run };
  return measureRounds("draw", [contender], { ...context, unit: "ns" });
}
