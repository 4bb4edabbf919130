/** The dissuaders: one mark each, filled while busy, and the people who wait. */
import type { TeamState } from "../../../record/warning.ts";
import { share } from "../headline.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

export function Teams({ run }: { readonly run: Run | null }) {
  const { words, format } = useWords();
  const frame = run?.frame ?? null;
  return (
    <section class="panel teams" aria-labelledby="teams-title">
      <h2 id="teams-title">{words.teams.title}</h2>
      {frame === null && <p class="empty">{words.flow.waiting}</p>}
      {frame?.teams.map((team) => (
        <Team key={team.channel} team={team} />
      ))}
      {frame !== null && (
        <p class="note">
          {words.episodes.note(
            format.count(frame.episodes.open),
            format.count(frame.episodes.lost),
            format.count(frame.episodes.begun),
          )}
        </p>
      )}
    </section>
  );
}

/** More marks cannot be told apart. */
const MAX_MARKS = 60;

function Team({ team: { channel, size, busy, queue, attempts, reached } }: { readonly team: TeamState }) {
  const { words, format } = useWords();
  const marks = Math.min(size, MAX_MARKS);
  const filled = size === 0 ? 0 : Math.round((busy / size) * marks);
  return (
    <div class="team">
      <h3>{words.teams[channel]}</h3>
      {size === 0 && <p class="empty">{words.teams.none}</p>}
      <div class="marks" aria-hidden="true">
        {Array.from({ length: marks }, (_, index) => (
          <span key={index} class={index < filled ? "mark busy" : "mark"} />
        ))}
      </div>
      <p class="states">
        <span>{words.teams.busy(format.count(busy))}</span>
        <span>{words.teams.free(format.count(size - busy))}</span>
        <strong class={queue > size ? "long" : undefined}>{words.teams.waiting(format.count(queue))}</strong>
      </p>
      <p class="note">
        {words.teams.reached(
          format.count(reached),
          format.count(attempts),
          format.percent(share(reached, attempts).rate.value),
        )}
      </p>
    </div>
  );
}
