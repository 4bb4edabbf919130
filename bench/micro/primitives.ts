/** What everything else rests on: the normaliser beside the obvious way to write one, and a draw of the generator. */
import { MAX_MATCH_UNITS } from "../../src/detect/matcher/matcher.ts";
import { normaliseInto } from "../../src/detect/normaliser/normaliser.ts";
import { RandomStream } from "../../src/core/random.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { compareInRounds } from "../harness/measurement.ts";
import { sharedNormaliser } from "../harness/matching.ts";
import { MessageDeck } from "../harness/message-deck.ts";
import { measureRounds, turns } from "../harness/rounds.ts";
import type { Group, MicroContext, MicroFindings } from "./group.ts";

const HAND_SIZE = 100;
const DRAWS = 1000;
const MESSAGES = { full: 20_000, smoke: 400 } as const;
/** Kinds of records in the digest: a text normalised, and four words drawn. */
const [TEXT, DRAW] = [1, 2];

export const PRIMITIVES_GROUP: Group = { name: "primitives", measure };

function measure(context: MicroContext): MicroFindings {
  context.onProgress("normaliser and draws");
  const { seed, size } = context;
  const normaliser = sharedNormaliser();
  const deck = new MessageDeck({ kind: "clustered", seed, templates: 100, messages: MESSAGES[size] }, normaliser);
  const hands = deck.deal(HAND_SIZE);
  const [nextUnits, nextStrings] = [turns(hands), turns(hands)];
  const out = new Uint16Array(MAX_MATCH_UNITS);
  const stream = new RandomStream(seed, "bench-draws");
  const digest = new Uint32Array(2);
  for (const { units } of hands.flat()) {
    addRecordToDigest(digest, TEXT, [...out.subarray(0, normaliseInto(normaliser, units, 0, units.length, out))]);
  }
  for (let drawn = 0; drawn < DRAWS; drawn++) addRecordToDigest(digest, DRAW, [drawn, ...stream.draw(drawn, 0)]);
  let entity = 0;
  const ours = {
    name: "normaliser, one pass",
    operations: HAND_SIZE,
    run: () => {
      let sum = 0;
      for (const { units } of nextUnits()) sum += normaliseInto(normaliser, units, 0, units.length, out);
      return sum;
    },
  };
  const obvious = {
    name: "NFKC and expressions",
    operations: HAND_SIZE,
    run: () => {
      let sum = 0;
      for (const { text } of nextStrings()) sum += normalisePlainly(text).length;
      return sum;
    },
    notes: ["folds neither look-alike letters nor traditional characters, so it does less"],
  };
  const draw = {
    name: "Philox4x32-10, four words",
    operations: DRAWS,
    run: () => {
      let sum = 0;
      for (let i = 0; i < DRAWS; i++) sum += stream.draw(entity++ >>> 0, 0)[0]!;
      return sum;
    },
  };
  const texts = measureRounds("normalise a message", [ours, obvious], { ...context, unit: "ns" });
  const draws = measureRounds("draw", [draw], { ...context, unit: "ns" });
  return {
    measurements: [...texts, ...draws],
    comparisons: [compareInRounds(`normaliser: ${obvious.name}`, texts[0]!, texts[1]!)],
    digest: formatDigest(digest),
  };
}

/** As one would write it without a table. */
function normalisePlainly(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/https?:\/\/\S+/gu, "\ue000")
    .replace(/\p{Nd}+/gu, "0")
    .replace(/[\p{P}\p{S}\p{Z}\p{M}\p{Cc}\p{Cf}]/gu, "");
}
