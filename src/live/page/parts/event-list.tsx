/** Recent sampled events: each a button that opens its explanation. The list holds still while it is read. */
import { useState } from "preact/hooks";
import type { SampledEvent } from "../../server/protocol.ts";
import type { Session } from "../session.ts";
import type { Opened, Run } from "../state.ts";
import { useStages } from "../words/use-stages.ts";
import { useWords } from "../words/use-words.ts";
import { TruthMark } from "./badge.tsx";
import { EventButton } from "./event-button.tsx";
import { useHold } from "./hold.ts";

interface Props {
  readonly run: Run | null;
  readonly opened: Opened | null;
  readonly session: Session;
}

/** Fraud that got through, flagged or not. */
function isMissed({ fraud, decision }: SampledEvent): boolean {
  return fraud && decision !== "block";
}

function isHarmed({ fraud, decision }: SampledEvent): boolean {
  return !fraud && decision === "block";
}

const CHOICES = {
  all: () => true,
  missed: isMissed,
  harmed: isHarmed,
  blocked: ({ decision }: SampledEvent) => decision === "block",
} as const;
type Choice = keyof typeof CHOICES;
const CHOICE_KEYS = Object.keys(CHOICES) as Choice[];

export function EventList({ run, opened, session }: Props) {
  const { words } = useWords();
  const [choice, setChoice] = useState<Choice>("all");
  const { items, isRead, handlers } = useHold(run?.events ?? NONE, run?.id ?? null, opened !== null);
  const events = items.filter(CHOICES[choice]);

  return (
    <section id="events" tabIndex={-1} class="panel events" aria-labelledby="events-title">
      <div class="heading">
        <h2 id="events-title">{words.events.title}</h2>
        <label>
          <span>{words.events.show}</span>
          <select value={choice} onChange={({ currentTarget }) => setChoice(currentTarget.value as Choice)}>
            {CHOICE_KEYS.map((key) => (
              <option key={key} value={key}>
                {words.events[key]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="note">{isRead ? words.events.held : words.events.note}</p>
      {events.length === 0 && <p class="empty">{run?.frame ? words.events.none : words.flow.waiting}</p>}
      <ul {...handlers}>
        {events.map((event) => (
          <li key={event.id}>
            <EventRow event={event} onOpen={() => session.open(event)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const NONE: readonly SampledEvent[] = [];

interface RowProps {
  readonly event: SampledEvent;
  readonly onOpen: () => void;
}

function EventRow({ event, onOpen }: RowProps) {
  const { words, format } = useWords();
  const { titleOf } = useStages();
  const { kind, caller, text, decision, stages, fraud, hour } = event;
  return (
    <EventButton
      {...{ decision, kind, caller, text, onOpen }}
      by={
        stages.length === 0
          ? words.events.noEvidence
          : `${words.events.evidenceBy} ${stages.map(titleOf).join(words.joints.list)}`
      }
      when={words.events.hour(format.count(hour + 1))}
      isWrong={isMissed(event) || isHarmed(event)}
    >
      <TruthMark fraud={fraud} />
    </EventButton>
  );
}
