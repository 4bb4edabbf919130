/** The dissuaders: one mark for each, filled while busy, and who waits for them. */
import type { CrewState } from "../../../event/warning.ts";
import { share } from "../headline.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

export function Crews({ run }: { readonly run: Run | null }) {
  const { words, format } = useWords();
  const frame = run?.frame ?? null;
  return (
    <section class="panel crews" aria-labelledby="crews-title">
      <h2 id="crews-title">{words.crews.title}</h2>
      {frame === null && <p class="empty">{words.flow.waiting}</p>}
      {frame?.crews.map((crew) => (
        <Crew key={crew.channel} crew={crew} />
      ))}
      {frame !== null && (
        <p class="note">
          {words.episodes.note(
            format.count(frame.episodes.open),
            format.count(frame.episodes.lost),
            format.count(frame.episodes.begun),
            format.count(frame.episodes.begunUndefended),
          )}
        </p>
      )}
    </section>
  );
}

/** Above that many, a mark for each could not be told from its neighbour. */
const MAX_MARKS = 60;

function Crew({ crew: { channel, size, busy, queue, attempts, reached } }: { readonly crew: CrewState }) {
  const { words, format } = useWords();
  const marks = Math.min(size, MAX_MARKS);
  const filled = size === 0 ? 0 : Math.round((busy / size) * marks);
  return (
    <div class="crew">
      <h3>{words.crews[channel]}</h3>
      {size === 0 && <p class="empty">{words.crews.none}</p>}
      <div class="marks" aria-hidden="true">
        {Array.from({ length: marks }, (_, index) => (
          <span key={index} class={index < filled ? "mark busy" : "mark"} />
        ))}
      </div>
      <p class="states">
        <span>{words.crews.busy(format.count(busy))}</span>
        <span>{words.crews.free(format.count(size - busy))}</span>
        <strong class={queue > size ? "long" : undefined}>{words.crews.waiting(format.count(queue))}</strong>
      </p>
      <p class="note">
        {words.crews.reached(
          format.count(reached),
          format.count(attempts),
          format.percent(share(reached, attempts).rate.value),
        )}
      </p>
    </div>
  );
}
