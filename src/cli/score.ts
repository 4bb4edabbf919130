/** `ringfence score`: what verdicts or scores from another program are worth on a data set of `generate`. */
import type { Command } from "commander";
import type { Style } from "../core/terminal/table.ts";
import { counted, formatCount } from "../ui/format.ts";
import { type ScoreDocument, type ScoreOptions, scoreVerdicts } from "../dataset/score/score.ts";
import { drawTable } from "../ui/terminal.ts";
import { printableDocument } from "../ui/printable-document.ts";
import { tableOf } from "../report/table.ts";
import { numberIn } from "./options/numbers.ts";
import { printResult } from "./output.ts";

const HELP = `
The file has a column id, as the data set has it, and verdict (allow, flag,
block) or score (the higher, the likelier fraud), or both: .csv, .tsv, .jsonl,
also with .gz; .parquet. Events without a verdict count as allowed.

Train on rows whose split_script is train: "scripts held out" then says what the
verdicts are worth against scripts that were never seen.`;

export function registerScore(program: Command): void {
  program
    .command("score")
    .description("say what verdicts or scores from another program are worth on a data set that generate wrote")
    .argument("<file>", "verdicts or scores, by the id of the event")
    .requiredOption("--data <folder>", "where generate wrote the data set")
    .option("--block-from <score>", "of scores: an event is blocked from this one on", numberIn(-Infinity, Infinity))
    .option("--flag-from <score>", "of scores: an event is flagged from this one on", numberIn(-Infinity, Infinity))
    .option("--leave-out <file>", "ids of the rows that the verdicts were learned from: they are not counted")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async (file: string, { json = false, ...options }: Omit<ScoreOptions, "file"> & { json?: boolean }) => {
      const document = await scoreVerdicts({ file, ...options });
      printResult({ json }, document, (style) => textOf(document, style));
    });
}

function textOf(scored: ScoreDocument, style: Style): string {
  const document = printableDocument(scored) as ScoreDocument;
  const { scenario, seed, events, leftOut, unsaid, statements, figures } = document;
  const head = [
    `${scenario}, seed ${seed}: ${counted(events, "event")}`,
    ...(leftOut === 0 ? [] : [`${formatCount(leftOut)} left out`]),
    ...(unsaid === 0 ? [] : [`${formatCount(unsaid)} without a verdict, which count as allowed`]),
  ];
  const tables = statements.flatMap((each) => (each.kind === "table" ? drawTable(tableOf(each, figures), style) : []));
  return `${[head.join("; "), ...tables].join("\n\n")}\n`;
}
