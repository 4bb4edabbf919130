/** One control: a slider for the eye, a number for the hand, the default marked, the parameter behind it named. */
import { useState } from "preact/hooks";
import type { Control } from "../../server/protocol.ts";
import { amountOf, besideNumber, stepOf } from "../amount.ts";
import { fromUnit, inUnit } from "../format.ts";
import { fitValue, nextValue, positionOf, valueAt } from "../settings.ts";
import { useWords } from "../words/use-words.ts";

interface Props {
  readonly control: Control;
  readonly value: number;
  readonly standard: number;
  /** Why it has no effect in this scenario; null if it has. */
  readonly isIdle: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider is divided so finely that no step of the control is lost on screen. */
const SLIDER_STEPS = 1000;

/** The correction of a typed number: to an end of the range, or to the nearest step. */
interface Correction {
  readonly how: "atLeast" | "atMost" | "rounded";
  /** Shown while the control stays there. */
  readonly to: number;
}

export function ControlRow({ control, value, standard, isIdle, onChange }: Props) {
  const { words, format } = useWords();
  const { key, unit } = control;
  const [typed, setTyped] = useState<string | null>(null);
  const [correction, setCorrection] = useState<Correction | null>(null);
  const told = correction?.to === value && !isIdle ? correction.how : null;

  const settle = (next: number) => {
    setCorrection(null);
    onChange(next);
  };
  const take = (written: string) => {
    setTyped(null);
    const number = written === "" ? Number.NaN : fromUnit(Number(written), unit);
    if (!Number.isFinite(number)) return;
    const to = fitValue(control, number);
    settle(to);
    if (number < control.min) setCorrection({ how: "atLeast", to });
    else if (number > control.max) setCorrection({ how: "atMost", to });
    else if (number !== to) setCorrection({ how: "rounded", to });
  };

  const { name, does } = words.control[key];
  const amount = (of: number) => amountOf(of, unit, words, format);
  const id = `control-${key}`;
  return (
    <div class={isIdle ? "control idle" : "control"} role="group" aria-labelledby={`${id}-name`}>
      <div class="row">
        <label id={`${id}-name`} htmlFor={id}>
          {name}
        </label>
        <span class="number">
          <input
            id={id}
            type="number"
            min={inUnit(control.min, unit)}
            max={inUnit(control.max, unit)}
            step="any"
            disabled={isIdle}
            value={typed ?? String(inUnit(value, unit))}
            aria-describedby={`${id}-does ${id}-told`}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            onChange={({ currentTarget }) => take(currentTarget.value)}
          />
          <span class="unit">{besideNumber(value, control, words, format)}</span>
        </span>
      </div>
      <div class="slider">
        <input
          type="range"
          min="0"
          max={SLIDER_STEPS}
          step="1"
          disabled={isIdle}
          value={Math.round(positionOf(control, value) * SLIDER_STEPS)}
          aria-label={name}
          aria-valuetext={amount(value)}
          onInput={({ currentTarget }) => settle(valueAt(control, currentTarget.valueAsNumber / SLIDER_STEPS))}
          onKeyDown={(event) => {
            const step = KEY_STEPS[event.key];
            if (step === undefined) return;
            event.preventDefault();
            settle(nextValue(control, value, step));
          }}
        />
        <span class="default" aria-hidden="true" style={{ "--at": String(positionOf(control, standard)) }} />
      </div>
      <p class="help" id={`${id}-does`}>
        {does}
        <span class="origin">{words.controls.defaultIs(amount(standard))}</span>
      </p>
      <p class="limit" id={`${id}-told`} role="status">
        {isIdle && words.controls.idle}
        {told !== null && words.controls[told](amount(value), stepOf(control.step, unit, words, format))}
      </p>
      {value !== standard && (
        <button
          type="button"
          class="link"
          aria-label={`${words.controls.reset}${words.joints.colon}${name}`}
          onClick={() => settle(standard)}
        >
          {words.controls.reset}
        </button>
      )}
    </div>
  );
}

const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};
