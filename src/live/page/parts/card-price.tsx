/** What a set of cards costs gangs, hour by hour, and when the crackdown began. */
import type { PastRun, Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { TimeLines } from "./time-lines.tsx";

export function CardPrice({ run, past }: { readonly run: Run; readonly past: PastRun | null }) {
  const { words, format } = useWords();
  const { fromHour } = run.status.switches.crackdown;
  const hasBegun = fromHour !== null && (run.history.at(-1)?.hour ?? -1) + 1 >= fromHour;
  return (
    <TimeLines run={run} past={past} title="price" mark={hasBegun ? fromHour : null}>
      <p class="note">{hasBegun ? words.gangs.marked(format.count(fromHour)) : words.gangs.unmarked}</p>
    </TimeLines>
  );
}
