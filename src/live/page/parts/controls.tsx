import { useEffect, useState } from "preact/hooks";
import { isSeed, MAX_SEED } from "../address.ts";
import { printable } from "../../../core/terminal/printable.ts";
import type { Control } from "../../server/protocol.ts";
import type { Session } from "../session.ts";
import { type Defaults, scenarioOf, withValue } from "../settings.ts";
import type { State } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { ControlRow } from "./control-row.tsx";
import { Visible } from "./visible.tsx";

interface Props {
  readonly state: State;
  readonly session: Session;
  readonly wide: boolean;
}

export function Controls({ state, session, wide }: Props) {
  const { words, format } = useWords();
  const { address, catalogue, run } = state;
  if (catalogue === null) return null;
  const scenario = scenarioOf(catalogue, address.scenario);
  const turn = (control: Control, value: number, defaults: Defaults) =>
    session.turn((before) => ({ ...before, settings: withValue(before.settings, control, value, defaults) }));

  return (
    <details class="panel controls" open={wide}>
      <summary>
        <h2>{words.controls.title}</h2>
      </summary>
      <p class="note">{words.controls.note}</p>
      <div class="world">
        <label>
          <span>{words.controls.scenario}</span>
          <select
            value={scenario.name}
            onChange={({ currentTarget }) => {
              const chosen = currentTarget.value;
              session.change((before) => ({ ...before, scenario: chosen, settings: {}, situation: null }));
            }}
          >
            {catalogue.scenarios.map(({ name }) => (
              <option key={name} value={name}>
                {printable(name)}
              </option>
            ))}
          </select>
        </label>
        <SeedField
          seed={address.seed ?? catalogue.seed}
          onChange={(seed) => session.change((before) => ({ ...before, seed }))}
        />
      </div>
      <p class="note">
        {words.controls.scenarioIs(
          format.count(scenario.hours),
          format.count(scenario.subscribers),
          format.count(scenario.gangs),
        )}
        {words.joints.sentence}
        {words.controls.seedHelp}
      </p>
      {catalogue.controls.map((control) => (
        <ControlRow
          key={control.key}
          control={control}
          value={address.settings[control.key] ?? scenario.defaults[control.key]}
          standard={scenario.defaults[control.key]}
          isIdle={scenario.idle.includes(control.key)}
          onChange={(value) => turn(control, value, scenario.defaults)}
        />
      ))}
      <div class="buttons">
        <button
          type="button"
          disabled={Object.keys(address.settings).length === 0}
          onClick={() => session.change((before) => ({ ...before, settings: {}, situation: null }))}
        >
          {words.controls.resetAll}
        </button>
      </div>
      {run !== null && (
        <p class="reproduce">
          {words.controls.reproduce}{" "}
          <code>
            <Visible text={run.status.reproduce} />
          </code>
        </p>
      )}
    </details>
  );
}

/** A seed is taken when its field is left or Enter is pressed, not while typing. */
function SeedField({ seed, onChange }: { readonly seed: number; readonly onChange: (seed: number) => void }) {
  const { words } = useWords();
  const [typed, setTyped] = useState(String(seed));
  useEffect(() => setTyped(String(seed)), [seed]);
  return (
    <label>
      <span>{words.controls.seed}</span>
      <input
        type="number"
        min="0"
        max={MAX_SEED}
        step="1"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => {
          const value = currentTarget.valueAsNumber;
          if (isSeed(value)) onChange(value);
          else setTyped(String(seed));
        }}
      />
    </label>
  );
}
