/**
 * A step of `npm run build`: builds the tables that depend only on pinned data, and stores them in the given folder. The
 * shipped model is trained on messages of the grammar and of datasets/messages-training: none is a real person's. Gives
 * the same bytes every time.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../core/assert.ts";
import { RandomStream, below } from "../core/random.ts";
import { encodeTable } from "../core/stored-table.ts";
import { encodeModel } from "../detect/learned/model.ts";
import { PROTECTED_TABLE, storedIdentities } from "../detect/lookalike/protected.ts";
import { readProtectedIdentities } from "../detect/lookalike/read-protected.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import { buildNormaliserTable } from "../detect/normaliser/normaliser-table.ts";
import { NORMALISER_TABLE, storedNormaliser } from "../detect/normaliser/stored-normaliser.ts";
import { WITHHELD } from "../event/identity.ts";
import { type Example, ExampleTable } from "../training/examples.ts";
import { readOwnMessages } from "../training/own-messages.ts";
import { trainModel } from "../training/train-model.ts";
import { buildPhraseBank } from "../world/text/build-phrase-bank.ts";
import { describeScripts, WORDINGS_TABLE, storedWordings } from "../world/text/catalogue.ts";
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

const [folder] = process.argv.slice(2);
assert(folder !== undefined, "expected the folder to write to");
mkdirSync(folder, { recursive: true });

const grammar = loadGrammar();
const wordings = { catalogue: describeScripts(grammar), phraseBank: buildPhraseBank(grammar) };
const normaliser = buildNormaliserTable();
writeFileSync(join(folder, WORDINGS_TABLE), encodeTable(storedWordings(wordings)));
writeFileSync(join(folder, PROTECTED_TABLE), encodeTable(storedIdentities(readProtectedIdentities())));
writeFileSync(join(folder, NORMALISER_TABLE), encodeTable(storedNormaliser(normaliser)));

const examples = [...grammarMessages(attachPhraseBank(wordings.phraseBank)), ...readOwnMessages()].map(withHosts);
const reads = { raw: true, sender: false };
const model = trainModel(new ExampleTable(examples, attachNormaliser(normaliser), reads), {
  reads,
  seed: SEED,
  blockedBenign: BLOCKED_BENIGN,
  flagged: (blocked) => 10 * blocked,
  advisedBenign: ADVISED_BENIGN,
  files: ["grammar", "messages-training"],
  limits: LIMITS,
});
writeFileSync(join(folder, "starter.model"), encodeModel(model));

/** Hosts of our messages end in .example, which no real host does. So each gets another ending. */
function withHosts(example: Example, at: number): Example {
  const ending = ENDINGS[below(new RandomStream(SEED, "starter-endings").draw(at, 0)[0]!, ENDINGS.length)]!;
  return { ...example, text: example.text.replaceAll(".example", ending) };
}

function grammarMessages(bank: PhraseBank): Example[] {
  const { catalogue } = wordings;
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
