/** The events of a data set that `generate` wrote, with what is true of them, one at a time. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cannotRead } from "../../core/file/disk-error.ts";
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { type TableRow, tableRows } from "../../rows/typed/table-rows.ts";

export interface LabelledEvent {
  readonly id: string;
  readonly isCall: boolean;
  /** As written; null: withheld. */
  readonly caller: string | null;
  readonly isFraud: boolean;
  readonly gang: number;
  /** Of a benign event. */
  readonly benignClass: string | null;
  /** What its text was made from; null for calls. */
  readonly template: string | null;
  readonly splitTime: string;
  readonly splitScript: string;
}

const EVENT_COLUMNS = ["id", "kind", "caller"] as const;
const TRUTH_COLUMNS = ["id", "label", "gang", "benign_class", "template", "split_time", "split_script"] as const;

const MANIFEST_END = "manifest.json";

/** What is read of a manifest. */
const manifestSchema = z.object({
  scenario: z.string(),
  seed: z.int(),
  digest: z.string(),
  files: z.array(z.object({ name: z.string(), columns: z.array(z.object({ name: z.string() })) })),
});
type ReadManifest = z.infer<typeof manifestSchema>;

/** The manifest in a folder. Throws RingfenceError "io" or "config" where there is none, several, or no such document. */
export function readManifest(folder: string): ReadManifest {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(MANIFEST_END));
  } catch (error) {
    throw cannotRead(folder, error, "a folder that generate wrote");
  }
  if (names.length !== 1) {
    const found = names.length === 0 ? "none" : names.join(", ");
    throw new RingfenceError("config", `${folder}: expected one *-${MANIFEST_END} that generate wrote, found ${found}`);
  }
  const path = join(folder, names[0]!);
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const found = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new RingfenceError("config", `${path}: expected the manifest of a data set: ${found}`, { cause: error });
  }
}

/** In the order of time. Throws like `tableRows`, and "config" if files do not hold the same events in the same order. */
export async function* labelledEvents(folder: string, manifest: ReadManifest): AsyncGenerator<LabelledEvent> {
  const [events, truth] = [pathOf(folder, manifest, "kind"), pathOf(folder, manifest, "label")];
  const rows = events === truth ? tableRows(events, [...EVENT_COLUMNS, ...TRUTH_COLUMNS]) : joined(events, truth);
  for await (const { line, cells } of rows) {
    const [id, kind, caller, twin, label, gang, benignClass, template, splitTime, splitScript] = cells;
    if (id == null || id !== twin) {
      const found = twin ?? "nothing";
      throw new RingfenceError(
        "config",
        `${truth}: row ${line}: expected event ${id}, found ${found}: write the data again`,
      );
    }
    yield {
      id,
      isCall: kind === "call",
      caller: caller ?? null,
      isFraud: label === "fraud",
      gang: gang == null ? -1 : Number(gang),
      benignClass: benignClass ?? null,
      template: template ?? null,
      splitTime: splitTime ?? "",
      splitScript: splitScript ?? "",
    };
  }
}

/** The rows of both files, one next to the other. */
async function* joined(events: string, truth: string): AsyncGenerator<TableRow> {
  const labels = tableRows(truth, TRUTH_COLUMNS);
  try {
    for await (const { line, cells } of tableRows(events, EVENT_COLUMNS)) {
      const label = await labels.next();
      yield { line, cells: label.done === true ? cells : [...cells, ...label.value.cells] };
    }
  } finally {
    await labels.return(undefined);
  }
}

/** The file that has a column. */
function pathOf(folder: string, { files }: ReadManifest, column: string): string {
  const file = files.find(({ columns }) => columns.some(({ name }) => name === column));
  if (file !== undefined && !/[\\/]/.test(file.name)) return join(folder, file.name);
  throw new RingfenceError("config", `${folder}: its manifest names no file with a column ${column}`);
}
