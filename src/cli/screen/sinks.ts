/** Where `screen` writes: the rows screened, and the lines set aside. */
import { RingfenceError } from "../../core/errors.ts";
import { maskNumbersIn } from "../../event/masking.ts";
import { SET_ASIDE_REASONS, type SetAside } from "../../rows/row.ts";
import { isSameFile } from "../../core/file/out-file.ts";
import { type Streams, TextOutput } from "../output.ts";
import type { OutputRow } from "../../screen/row-format.ts";
import { RowFile } from "../../screen/row-file.ts";
import { SCREENED_COLUMNS, SCREENED_TYPES } from "../../screen/screened-row.ts";

interface SinkOptions {
  readonly file: string;
  readonly out?: string | undefined;
  readonly quarantine?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export interface Sinks {
  readonly rows: RowFile | null;
  readonly setAside: RowFile | null;
  /** Null if rows go to a file, or nowhere. */
  readonly rowText: TextOutput | null;
  /** JSON Lines for another program (`--out -`). */
  readonly isForProgram: boolean;
}

const STANDARD_OUTPUT = "-";
const SET_ASIDE_COLUMNS = ["line", "reason", "detail", "raw"] as const;

/** Only checks: throws `usage` and `io` for files that must not be written. */
export function openSinks(options: SinkOptions, streams: Streams): Sinks {
  const { out, quarantine, file } = options;
  const fileOptions = { force: options.force ?? false, ...(file === "-" ? {} : { source: file }) };
  if (out !== undefined && quarantine !== undefined && isSameFile(out, quarantine)) {
    const both = out === quarantine ? out : `${out}, the second as ${quarantine}`;
    throw new RingfenceError("usage", `--out and --quarantine both name ${both}: give each a file of its own`);
  }
  const isForProgram = out === STANDARD_OUTPUT;
  if (isForProgram && options.json) {
    throw new RingfenceError("usage", "--out - and --json both write to standard output: leave one of them out");
  }
  const rows =
    out === undefined || isForProgram
      ? null
      : new RowFile(out, SCREENED_COLUMNS, {
          ...fileOptions,
          option: "--out",
          noun: ["row", "rows"],
          types: SCREENED_TYPES,
        });
  const rowText = rows === null && !options.json ? new TextOutput(streams.output) : null;
  const setAside =
    quarantine === undefined
      ? null
      : new RowFile(quarantine, SET_ASIDE_COLUMNS, {
          ...fileOptions,
          option: "--quarantine",
          noun: ["line set aside", "lines set aside"],
        });
  return { rows, setAside, rowText, isForProgram };
}

/**
 * The line as read, with people's numbers masked: `--unmask` keeps it whole, so that it can be mended and read again.
 */
export function describeSetAside({ line, reason, detail, raw }: SetAside, unmask: boolean): OutputRow {
  return { line, reason: SET_ASIDE_REASONS[reason], detail, raw: unmask ? raw : maskNumbersIn(raw) };
}
