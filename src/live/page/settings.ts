/** Values of the controls, kept within the catalogue's ranges. */
import type { Control, ControlKey, Settings } from "../server/protocol.ts";
import type { Catalogue } from "../server/scenario-list.ts";

export type Defaults = Readonly<Record<ControlKey, number>>;
type ListedScenario = Catalogue["scenarios"][number];

/** `value` on the control's grid: within its range, a whole number of steps from the minimum. */
export function fitValue({ min, max, step }: Control, value: number): number {
  // Steps like 0.01 do not add up in binary; twelve digits hide that and keep every value a student can tell apart.
  const onGrid = Number((min + Math.round((value - min) / step) * step).toPrecision(12));
  return Math.min(max, Math.max(min, onGrid));
}

/** The settings that differ from the defaults, fitted; unknown ones are dropped. */
export function fitSettings(settings: Settings, controls: readonly Control[], defaults: Defaults): Settings {
  let fitted: Settings = {};
  for (const control of controls) {
    const value = settings[control.key];
    if (value !== undefined && Number.isFinite(value)) fitted = withValue(fitted, control, value, defaults);
  }
  return fitted;
}

/** A control at its default is no longer set. */
export function withValue(settings: Settings, control: Control, value: number, defaults: Defaults): Settings {
  const { [control.key]: _, ...others } = settings;
  const fitted = fitValue(control, value);
  return fitted === defaults[control.key] ? others : { ...others, [control.key]: fitted };
}

/** The places of a slider, ascending. A logarithmic one has two digits that count: 4,973 entries are needlessly exact. */
export function placesOf(control: Control): readonly number[] {
  const { min, max, step, scale } = control;
  const places = [min];
  for (let last = min; last < max; last = places.at(-1)!) {
    const tenth = 10 ** (Math.floor(Math.log10(last) + 1e-9) - 1);
    places.push(fitValue(control, last + (scale === "log" ? Math.max(step, tenth) : step)));
  }
  return places;
}

/** The place nearest to a value, which may be typed and lie between two. */
export function placeOf(places: readonly number[], value: number): number {
  const next = places.findIndex((place) => place >= value);
  if (next <= 0) return next < 0 ? places.length - 1 : 0;
  return value - places[next - 1]! < places[next]! - value ? next - 1 : next;
}

/** A value as people write it: shares as per cent. */
export function inUnit(value: number, { unit }: Control): number {
  return unit === "share" ? Number((value * 100).toPrecision(12)) : value;
}

export function fromUnit(shown: number, { unit }: Control): number {
  return unit === "share" ? Number((shown / 100).toPrecision(12)) : shown;
}

export function scenarioOf(catalogue: Catalogue, name: string | null): ListedScenario {
  return catalogue.scenarios.find((scenario) => scenario.name === name) ?? catalogue.scenarios[0]!;
}
