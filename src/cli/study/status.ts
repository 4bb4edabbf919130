/** `ringfence study status`: how far a study has come, from any machine that sees its directory. */
import type { Command } from "commander";
import { printEmphasised } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { drawTable } from "../../report/terminal/draw-table.ts";
import { labelledLines } from "../../report/terminal/labelled-lines.ts";
import { en } from "../../core/words.ts";
import { nodeTable, statusFacts } from "../../study/page/progress-parts.ts";
import { studyStatus } from "../../study/status.ts";
import { lineColumns } from "../options/columns.ts";
import { jsonDocument, wantsColour } from "../output.ts";

export function registerStatus(study: Command): void {
  study
    .command("status")
    .description("how far a study has come: runs done, running and failed, time left, by node; from any machine")
    .argument("<dir>", "the directory of a study")
    .option("--json", "print one JSON document and nothing else")
    .action((directory: string, { json = false }: { json?: boolean }) => {
      const status = studyStatus(directory);
      if (json) return printEmphasised(process.stdout, jsonDocument(status));
      const style = { width: lineColumns(process.stdout), colour: wantsColour(process.stdout) };
      const facts = statusFacts(status).map(([name, value]) => [en(name), printable(en(value))] as const);
      const columns = 2 + Math.max(...facts.map(([name]) => name.length));
      const table = status.nodes.length === 0 ? "" : `${drawTable(nodeTable(status), style)}\n\n`;
      printEmphasised(process.stdout, `${table}${labelledLines(facts, columns, style)}\n`);
    });
}
