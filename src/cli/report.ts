/** `ringfence report`: makes the page of a run again, from its files. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describeValue, isRecord } from "../core/describe-value.ts";
import { messageOf, RingfenceError, usageError } from "../core/errors.ts";
import { reportCsv } from "../report/csv.ts";
import { renderRunPage } from "../report/run-page.ts";
import { print } from "../core/terminal/print.ts";
import { printable } from "../core/terminal/printable.ts";
import { checkRun, PAGE_FILE, readReport, REPORT_FILE } from "../report/directory/run-directory.ts";
import { type Report, REPORT_SCHEMA_VERSION, reportSchema } from "../report/document.ts";
import { isSameFile, writeOut } from "../core/file/out-file.ts";
import type { Flags } from "./options/options.ts";
import { TextOutput } from "./output.ts";

type ReportOptions = Flags<"force" | "csv"> & { readonly out?: string };

export function registerReport(program: Command): void {
  program
    .command("report")
    .description("make the HTML report of a run again, from its directory")
    .argument("<run>", "a run directory (report.json)")
    .option("--out <file>", "where to write it; - for standard output (default: in place of the report.html there)")
    .option("--csv", "every figure of a run as CSV, instead of the page; without --out on standard output")
    .option("--force", "overwrite the file that --out names")
    .action(async (directory: string, { out, force, csv = false }: ReportOptions) => {
      if (out === "-" || (csv && out === undefined)) {
        return new TextOutput(process.stdout).write(Buffer.from(renderDirectory(directory, csv)));
      }
      const path = out ?? join(directory, PAGE_FILE);
      if (isSameFile(path, join(directory, REPORT_FILE))) {
        throw usageError(`--out names ${path}, which the page is made from: name another file`);
      }
      const text = renderDirectory(directory, csv);
      // A directory's own page is replaced without asking; a link may lead anywhere.
      const isItsOwn = out === undefined && !lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
      writeOut(path, text, { force: force ?? isItsOwn, option: "--out" });
      print(process.stdout, `To look at: ${printable(path)}\n`);
    });
}

/** HTML, or CSV. Throws RingfenceError "usage" if there is no report, "config" if it cannot be drawn, "io". */
function renderDirectory(directory: string, csv: boolean): string {
  const path = join(directory, REPORT_FILE);
  checkRun(directory, [REPORT_FILE], "expected");
  const report = check(readReport(path), path);
  try {
    return csv ? reportCsv(report) : renderRunPage(report);
  } catch (cause) {
    // It was drawn once when written: changed figures fit no axis.
    const why = `cannot be drawn (${messageOf(cause)}), so figures in it contradict each other`;
    const advice = "Was it changed? Put back what it said, or run it again";
    throw new RingfenceError("config", `${path} ${why}. ${advice}`, { cause });
  }
}

function check(document: unknown, path: string): Report {
  const advice = "make the page with the version of ringfence that wrote it, or run it again";
  const version = isRecord(document) ? document["schemaVersion"] : undefined;
  if (version !== REPORT_SCHEMA_VERSION) {
    const found = version === undefined ? "none" : printable(describeValue(version), 40);
    const expected = `expected schemaVersion ${REPORT_SCHEMA_VERSION}, found ${found}`;
    throw new RingfenceError("config", `${path}: ${expected}: ${advice}`);
  }
  const { data, error } = reportSchema.safeParse(document);
  if (data !== undefined) return data;
  const { message, path: at } = error!.issues[0]!;
  const what = `is no document that this version knows: ${message}${at.length === 0 ? "" : ` at ${at.join(".")}`}`;
  throw new RingfenceError("config", `${path} ${what}. Was it changed, or written by a newer version? Then ${advice}`);
}
