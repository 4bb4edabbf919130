/** The scenario, the seed, and a slider with a number for each control. */
import { printable } from "../../../core/terminal/printable.ts";
import { count, say } from "../../../ui/browser/speech.ts";
import { Button, Note, Visible } from "../../../ui/browser/text.tsx";
import { t, type Text } from "../../../ui/words.ts";
import type { Control } from "../../server/protocol.ts";
import { isSeed } from "../address.ts";
import { amountOf, CONTROL_WORDS, unitOf } from "../controls.ts";
import type { Session } from "../session.ts";
import { fitValue, fromUnit, inUnit, placeOf, placesOf, scenarioOf, withValue } from "../settings.ts";

export function Controls({ session, isWide }: { readonly session: Session; readonly isWide: boolean }) {
  const { address, catalogue, run } = session.state;
  if (catalogue === null) return null;
  const { name, hours, subscribers, gangs, defaults, idle } = scenarioOf(catalogue, address.scenario);
  const world = t`${count(hours)} hours, ${count(subscribers)} subscribers, ${count(gangs)} gangs. The same seed gives the same world.`;
  return (
    <details class="panel" open={isWide}>
      <summary>
        <h2>{say(t`Controls`)}</h2>
      </summary>
      <Note
        of={t`A change starts the run anew with the same seed; the figures of the run before stay below the new ones.`}
      />
      <div class="world">
        <select
          aria-label={say(t`Scenario`)}
          value={name}
          onChange={({ currentTarget: { value: scenario } }) =>
            session.change({ scenario, settings: {}, situation: null })
          }
        >
          {catalogue.scenarios.map(({ name: listed }) => (
            <option key={listed} value={listed}>
              {printable(listed)}
            </option>
          ))}
        </select>
        {numberField(t`Seed`, "seed", address.seed ?? catalogue.seed, (seed) => {
          if (isSeed(seed)) session.change({ seed });
        })}
      </div>
      <Note of={world} />
      {catalogue.controls.map(rowOf)}
      <Button
        name={t`Reset all controls`}
        isOff={Object.keys(address.settings).length === 0}
        act={() => session.change({ settings: {}, situation: null })}
      />
      {run !== null && (
        <Note of={t`The same run without a page:`}>
          <code>
            <Visible text={run.status.reproduce} />
          </code>
        </Note>
      )}
    </details>
  );

  /** The slider goes over the places of the control; a typed number is taken to the nearest step in the range. */
  function rowOf(control: Control) {
    const { key, min, max } = control;
    const [title, does] = CONTROL_WORDS[key];
    const standard = defaults[key];
    const value = address.settings[key] ?? standard;
    const isIdle = idle.includes(key);
    const places = placesOf(control);
    const set = (to: number) => session.turn(withValue(session.state.address.settings, control, to, defaults));
    const range = t`From ${amountOf(min, control)} to ${amountOf(max, control)}; usual ${amountOf(standard, control)}.`;
    return (
      <div class="control" key={key}>
        <label>
          {say(title)}
          {numberField(
            title,
            key,
            inUnit(value, control),
            (to) => set(fitValue(control, fromUnit(to, control))),
            isIdle,
          )}
          {say(unitOf(control))}
        </label>
        <input
          type="range"
          max={places.length - 1}
          disabled={isIdle}
          value={placeOf(places, value)}
          aria-label={say(title)}
          aria-valuetext={say(amountOf(value, control))}
          onInput={({ currentTarget }) => set(places[currentTarget.valueAsNumber]!)}
        />
        <Note of={isIdle ? t`No effect in this scenario.` : t`${does} ${range}`}>
          {value !== standard && <Button kind="link" name={t`Reset: ${title}`} act={() => set(standard)} />}
        </Note>
      </div>
    );
  }
}

/** A number is taken when its field is left or Enter is pressed, not while typing; what is none goes back. */
function numberField(name: Text, id: string, value: number, take: (value: number) => void, isIdle = false) {
  return (
    <input
      key={value}
      id={`control-${id}`}
      type="number"
      step="any"
      aria-label={say(name)}
      disabled={isIdle}
      defaultValue={String(value)}
      onChange={({ currentTarget: input }) => {
        const { valueAsNumber } = input;
        input.value = String(value);
        if (Number.isFinite(valueAsNumber)) take(valueAsNumber);
      }}
    />
  );
}
