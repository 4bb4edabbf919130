/** Values of the controls, kept within the catalogue's ranges. */
import type { Catalogue, Control, ControlKey, Settings } from "../server/protocol.ts";

export type Defaults = Readonly<Record<ControlKey, number>>;

/** `value` on the control's grid: within its range, a whole number of steps from the minimum. */
export function fitValue(control: Control, value: number): number {
  const { min, max, step } = control;
  const steps = Math.round((value - min) / step);
  // Steps like 0.01 do not add up in binary; twelve digits hide that and keep every value a student can tell apart.
  const onGrid = Number((min + steps * step).toPrecision(12));
  return Math.min(max, Math.max(min, onGrid));
}

/** The settings that differ from the defaults, fitted; unknown ones are dropped. */
export function fitSettings(settings: Settings, controls: readonly Control[], defaults: Defaults): Settings {
  const fitted: Partial<Record<ControlKey, number>> = {};
  for (const control of controls) {
    const value = settings[control.key];
    if (value === undefined || !Number.isFinite(value)) continue;
    const onGrid = fitValue(control, value);
    if (onGrid !== defaults[control.key]) fitted[control.key] = onGrid;
  }
  return fitted;
}

/** A control at its default is no longer set. */
export function withValue(settings: Settings, control: Control, value: number, defaults: Defaults): Settings {
  const others = Object.entries(settings).filter(([key]) => key !== control.key);
  const fitted = fitValue(control, value);
  return Object.fromEntries(fitted === defaults[control.key] ? others : [...others, [control.key, fitted]]);
}

export function positionOf({ min, max, scale }: Control, value: number): number {
  const inside = Math.min(max, Math.max(min, value));
  if (scale === "linear" || min <= 0) return (inside - min) / (max - min);
  return Math.log(inside / min) / Math.log(max / min);
}

/**
 * The value at a place of the slider, on the control's grid. Logarithmic sliders have two significant digits: 4,973
 * entries would be needlessly exact.
 */
export function valueAt(control: Control, position: number): number {
  const { min, max, scale } = control;
  if (scale === "linear" || min <= 0) return fitValue(control, min + position * (max - min));
  return fitValue(control, Number((min * Math.exp(position * Math.log(max / min))).toPrecision(2)));
}

const KEY_STEP = 0.01;

/** After so many key steps, of a hundredth of the slider each; at least a step of the control, and within its ends. */
export function nextValue(control: Control, value: number, steps: number): number {
  const direction = Math.sign(steps);
  const least = fitValue(control, value + direction * control.step);
  const moved = valueAt(control, Math.min(1, Math.max(0, positionOf(control, value) + steps * KEY_STEP)));
  return direction * (moved - least) > 0 ? moved : least;
}

export function scenarioOf(catalogue: Catalogue, name: string | null): Catalogue["scenarios"][number] {
  return catalogue.scenarios.find((scenario) => scenario.name === name) ?? catalogue.scenarios[0]!;
}
