/**
 * The headline figures once more, in one row that stays in sight on a narrow screen while a panel is open, so that the
 * effect of a control shows. Hidden from screen readers, which have them under their heading.
 */
import { NOTHING } from "../format.ts";
import { headlineAt, headlineOf } from "../headline.ts";
import type { PastRun, Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { FIGURES } from "./headlines.tsx";

interface Props {
  readonly run: Run | null;
  readonly past: PastRun | null;
}

export function Glance({ run, past }: Props) {
  const { words, format } = useWords();
  const now = run?.frame ? headlineOf(run.frame) : null;
  const before = now === null || past === null ? null : headlineAt(past, now.hour);
  return (
    <div class="glance" aria-hidden="true">
      <p class="when">
        {words.events.hour(now === null ? NOTHING : format.count(now.hour + 1))}
        {before !== null && (
          <>
            {words.joints.clause}
            {words.headline.beforeBelow}
          </>
        )}
      </p>
      {FIGURES.map(({ key, value }) => (
        <p key={key}>
          <span>{words.headline.short[key]}</span>
          <strong>{now === null ? NOTHING : value(now, format)}</strong>
          {before !== null && <span>{value(before, format)}</span>}
        </p>
      ))}
    </div>
  );
}
