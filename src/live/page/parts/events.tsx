/** What happened lately: sampled events, each a button that opens its explanation; and warnings. */
import { useRef, useState } from "preact/hooks";
import { count, say } from "../../../ui/browser/speech.ts";
import { Note, Section, Visible } from "../../../ui/browser/text.tsx";
import { t, type Text, word } from "../../../ui/words.ts";
import type { SampledEvent } from "../../server/sampled-events.ts";
import type { Session } from "../session.ts";
import type { Run } from "../state.ts";
import { DecisionBadge, TruthMark } from "./text.tsx";

export const EVENTS = t`Events seen lately`;

const isMissed = ({ fraud, decision }: SampledEvent) => fraud && decision !== "block";
const isHarmed = ({ fraud, decision }: SampledEvent) => !fraud && decision === "block";

const CHOICES: readonly (readonly [Text, (event: SampledEvent) => boolean])[] = [
  [t`all`, () => true],
  [t`fraud let through`, isMissed],
  [t`benign events blocked`, isHarmed],
  [t`blocked`, ({ decision }) => decision === "block"],
];

/** The list holds still while it is read. */
export function EventList({ session }: { readonly session: Session }) {
  const { run, opened } = session.state;
  const [choice, setChoice] = useState(0);
  const [isOver, setOver] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const isHeld = isOver || isFocused || opened !== null;
  const held = useRef<Run | null>(null);
  if (!isHeld || held.current?.id !== run?.id) held.current = run;
  const events = held.current?.events.filter(CHOICES[choice]![1]) ?? [];
  return (
    <Section
      id="events"
      title={EVENTS}
      beside={
        <select
          aria-label={say(t`Show`)}
          value={choice}
          onChange={({ currentTarget }) => setChoice(currentTarget.selectedIndex)}
        >
          {CHOICES.map(([name], at) => (
            <option key={at} value={at}>
              {say(name)}
            </option>
          ))}
        </select>
      }
    >
      <Note
        of={
          isHeld
            ? t`The list holds still while you are in it.`
            : t`A sample in which rare outcomes are more frequent than they are. Choose one to see why it was decided as it was.`
        }
      />
      {events.length === 0 && <Note of={t`None of these among the events sampled lately.`} />}
      <ul
        class="events"
        onPointerEnter={({ pointerType }) => setOver(pointerType === "mouse")}
        onPointerLeave={() => setOver(false)}
        // For keyboards; after a click the pointer decides.
        onFocusIn={({ target }) => setFocused(target instanceof Element && target.matches(":focus-visible"))}
        onFocusOut={() => setFocused(false)}
      >
        {events.map((event) => (
          <li key={event.id}>
            <EventButton event={event} onOpen={() => session.open(event)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function EventButton({ event, onOpen }: { readonly event: SampledEvent; readonly onOpen: () => void }) {
  const { caller, text, decision, fraud, hour } = event;
  const isWrong = isMissed(event) || isHarmed(event);
  return (
    <button type="button" class={isWrong ? "event wrong" : "event"} onClick={onOpen} aria-haspopup="dialog">
      <span class="row">
        <DecisionBadge decision={decision} />
        <TruthMark fraud={fraud} />
        <small>
          {say(text === null ? t`Call` : t`Text`)} <Visible text={caller} />
        </small>
        <small>{say(t`hour ${count(hour + 1)}`)}</small>
      </span>
      {text !== null && (
        <span class="words">
          <Visible text={text} />
        </span>
      )}
    </button>
  );
}

const SHOWN = 4;

export function LatestWarnings({ run }: { readonly run: Run | null }) {
  return (
    <ul class="latest" aria-label={say(t`Latest warnings`)}>
      {run?.warnings.slice(0, SHOWN).map(({ id, level, subscriber, text, hour }) => (
        <li key={id}>
          <strong>{say(t`risk ${word(level)}`)}</strong>{" "}
          <small>
            <Visible text={subscriber} />, {say(t`hour ${count(hour + 1)}`)}
          </small>
          <p class="message">
            <Visible text={text} />
          </p>
        </li>
      ))}
    </ul>
  );
}
