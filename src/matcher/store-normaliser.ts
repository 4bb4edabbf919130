/** A step of `npm run build`: builds the normaliser's table and stores it in the file that it is given. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buildNormaliserTable } from "./normaliser-table.ts";
import { encodeNormaliserTable } from "./stored-normaliser.ts";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("expected the path of the file to write");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, encodeNormaliserTable(buildNormaliserTable()));
