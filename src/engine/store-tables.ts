/**
 * A step of `npm run build`: builds the tables that depend only on pinned data, and stores them in the given folder.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../core/assert.ts";
import { encodeTable } from "../core/stored-table.ts";
import { PROTECTED_TABLE, storedIdentities } from "../detect/lookalike/protected.ts";
import { readProtectedIdentities } from "../detect/lookalike/read-protected.ts";
import { buildNormaliserTable } from "../detect/normaliser/normaliser-table.ts";
import { NORMALISER_TABLE, storedNormaliser } from "../detect/normaliser/stored-normaliser.ts";
import { buildPhraseBank } from "../world/text/build-phrase-bank.ts";
import { describeScripts, WORDINGS_TABLE, storedWordings } from "../world/text/catalogue.ts";
import { loadGrammar } from "../world/text/grammar.ts";

const [folder] = process.argv.slice(2);
assert(folder !== undefined, "expected the folder to write to");
mkdirSync(folder, { recursive: true });

const grammar = loadGrammar();
const wordings = { catalogue: describeScripts(grammar), phraseBank: buildPhraseBank(grammar) };
writeFileSync(join(folder, WORDINGS_TABLE), encodeTable(storedWordings(wordings)));
writeFileSync(join(folder, PROTECTED_TABLE), encodeTable(storedIdentities(readProtectedIdentities())));
writeFileSync(join(folder, NORMALISER_TABLE), encodeTable(storedNormaliser(buildNormaliserTable())));
