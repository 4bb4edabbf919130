/**
 * A step of `npm run build`: trains the shipped model on messages of the grammar and of datasets/messages-training.
 * None is a real person's message. Gives the same bytes every time.
 */
import { writeFileSync } from "node:fs";
import { assert } from "../core/assert.ts";
import { RandomStream, below } from "../core/random.ts";
import { encodeModel } from "../detect/learned/model.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import { buildNormaliserTable } from "../detect/normaliser/normaliser-table.ts";
import { WITHHELD } from "../event/identity.ts";
import { type Example, ExampleTable } from "../training/examples.ts";
import { readOwnMessages } from "../training/own-messages.ts";
import { trainModel } from "../training/train-model.ts";
import { buildPhraseBank } from "../world/text/build-phrase-bank.ts";
import { describeScripts } from "../world/text/catalogue.ts";
import { composeText } from "../world/text/compose.ts";
import { loadGrammar } from "../world/text/grammar.ts";
import { type PhraseBank, attachPhraseBank } from "../world/text/phrase-bank.ts";
import { createTextRequest } from "../world/text/text-draft.ts";

const SEED = 1;
/**
 * Wordings of each message of the grammar in each language, and levels of disguise: 0 to 3 for fraud, 0 to 1 for benign
 * messages.
 */
const FRAUD_WORDINGS = 18;
const BENIGN_WORDINGS = 40;
const FRAUD_RUNGS = 4;
const BENIGN_RUNGS = 2;
/** Strict, since users' messages differ from ours: fewer benign ones are blocked than flagged. */
const BLOCKED_BENIGN = 0.0005;
/** The default threshold is a score that none of our benign rows reaches. */
const ADVISED_BENIGN = 0;

const ENDINGS = [".com", ".cn", ".net", ".top", ".info", ".org", ".co", ".me", ".com.cn"] as const;

const LIMITS = [
  "Trained on messages that were written for it and on a grammar: no real message was seen.",
  "On an inbox of one's own, set the threshold with --benign, and train again once some hundred messages are labelled.",
] as const;

const [file] = process.argv.slice(2);
assert(file !== undefined, "expected the file to write to");
const grammar = loadGrammar();
const examples = [...grammarMessages(attachPhraseBank(buildPhraseBank(grammar))), ...readOwnMessages()].map(withHosts);
const reads = { raw: true, sender: false };
const table = new ExampleTable(examples, attachNormaliser(buildNormaliserTable()), reads);
const model = trainModel(table, {
  reads,
  seed: SEED,
  blockedBenign: BLOCKED_BENIGN,
  flagged: (blocked) => 10 * blocked,
  advisedBenign: ADVISED_BENIGN,
  files: ["grammar", "messages-training"],
  limits: LIMITS,
});
writeFileSync(file, encodeModel(model));

/** Hosts of our messages end in .example, which no real host does. So each gets another ending. */
function withHosts(example: Example, at: number): Example {
  const ending = ENDINGS[below(new RandomStream(SEED, "starter-endings").draw(at, 0)[0]!, ENDINGS.length)]!;
  return { ...example, text: example.text.replaceAll(".example", ending) };
}

function grammarMessages(bank: PhraseBank): Example[] {
  const catalogue = describeScripts(grammar);
  // A benign twin has the text of a script, so a model of words learns nothing from it.
  const fraud = catalogue.scripts.flat().flatMap(({ steps }) => steps.filter(({ channel }) => channel === "message"));
  return [
    ...wordingsOf(bank, fraud, FRAUD_WORDINGS, FRAUD_RUNGS, true),
    ...wordingsOf(
      bank,
      catalogue.benign.flat().filter(({ isTwin }) => !isTwin),
      BENIGN_WORDINGS,
      BENIGN_RUNGS,
      false,
    ),
  ];
}

function wordingsOf(
  bank: PhraseBank,
  messages: readonly { readonly message: number }[],
  times: number,
  rungs: number,
  isFraud: boolean,
): Example[] {
  const draws = new RandomStream(SEED, isFraud ? "starter-fraud" : "starter-benign");
  const request = createTextRequest(draws);
  return messages.flatMap(({ message }) =>
    [0, 1].flatMap((language) =>
      Array.from({ length: times }, (_, ordinal): Example => {
        request.message = message;
        request.language = language;
        request.campaign = draws.draw(message, ordinal, language)[0]!;
        request.level = ordinal % rungs;
        request.ordinal = ordinal;
        const label = isFraud ? "fraud" : "ham";
        return { text: composeText(bank, request), isFraud, label, caller: WITHHELD, direction: 0 };
      }),
    ),
  );
}
