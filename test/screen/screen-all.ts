/** A text through `screenFile`, and all that comes of it. */
import { Readable } from "node:stream";
import { DEFAULT_CLASSIFIER } from "../../src/detect/classifier/weights.ts";
import { Lookalikes } from "../../src/detect/lookalike/lookalikes.ts";
import { loadProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import type { ScreenStart } from "../../src/screen/piece.ts";
import { type FileScreening, screenFile } from "../../src/screen/screen-file.ts";
import { MINUTE_MS } from "../../src/core/time.ts";
import { CHINA } from "../../src/rows/country.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import type { ScreenedRow } from "../../src/screen/screened-row.ts";
import type { RowSource } from "../../src/rows/read-rows.ts";
import type { SetAside } from "../../src/rows/row.ts";

export const START: ScreenStart = {
  engines: {},
  normaliser: null,
  handles: {
    lookalike: Lookalikes.build(loadProtectedIdentities()).handle,
    classify: DEFAULT_CLASSIFIER,
  },
  rowsAs: "jsonl",
  unmask: true,
  scripts: [],
};

export type Options = Partial<Omit<FileScreening, "source">> & Pick<Partial<RowSource>, "format" | "columns">;

/** `chunks`: as they come from standard input. */
export async function screenAll(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, options: Options = {}) {
  const { format, columns = {}, ...rest } = options;
  const setAside: SetAside[] = [];
  let text = "";
  const screened = await screenFile({
    source: {
      file: "-",
      format,
      columns,
      input: Readable.from(chunks, { objectMode: true }),
      until: options.live?.signal,
    },
    start: START,
    positive: new PositiveLabels("fraud"),
    country: CHINA,
    workers: 1,
    mayRemember: true,
    windowMs: 10 * MINUTE_MS,
    bytes: null,
    rowsUpTo: Infinity,
    onPiece: async (piece) => {
      text += piece.text;
      setAside.push(...piece.setAside);
      return true;
    },
    ...rest,
  });
  const { tally, ...others } = screened;
  tally.check();
  const lines = text.split("\n").slice(0, -1);
  return {
    rows: lines.map((line) => JSON.parse(line) as ScreenedRow),
    setAside,
    counts: tally.counts,
    labels: tally.labels,
    confusion: tally.confusion("flag"),
    cut: tally.cut,
    ...others,
  };
}
