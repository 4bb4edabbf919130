/** One message given on the command line, on its way through the stages. */
import { seededHashKey } from "../core/key-hash.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings } from "../event/findings.ts";
import { screen } from "../detect/screening.ts";
import { fillEvents } from "../rows/fill-events.ts";
import { setupContext } from "./context.ts";
import { type Explanation, explainRow } from "./explanation.ts";
import { setUpScreening, type SetupOptions } from "../screen/setup.ts";
import { RECORD_STAGES } from "../screen/stages.ts";

interface MessageOptions extends SetupOptions {
  /** Left out or empty: a call. */
  readonly text?: string | undefined;
  /** As written; left out: withheld. */
  readonly caller?: string | undefined;
  readonly unmask?: boolean | undefined;
  /** Gets remarks about odd files. */
  readonly onRemark?: (words: string) => void;
}

/** The same in every process: an explanation shows where the filter looks, and one message cannot flood it. */
const SHOWN_KEY = seededHashKey(1, "explained-filter");

/**
 * Screens one message, or one call without a text, and explains each stage. Longer texts are cut as in screening.
 * Builds its tables, some tenths of a second. Throws as `setUpScreening` does.
 */
export function explainMessage(options: MessageOptions): Explanation {
  const stagesOff = [...(options.stagesOff ?? []), ...RECORD_STAGES];
  const setup = setUpScreening({ ...options, stagesOff, hashKey: SHOWN_KEY });
  for (const words of setup.remarks) options.onRemark?.(words);
  const events = EventBatch.allocate(1);
  const findings = Findings.allocate(1);
  const row = { line: 1, text: options.text || null, caller: options.caller ?? null, label: null };
  fillEvents(events, [row], 0, options.country);
  screen(events, findings, setup.tables);
  return explainRow(events, findings, 0, setupContext(setup, options.unmask ?? false));
}
