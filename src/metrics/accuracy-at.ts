/**
 * Accuracy of warnings at another share of fraud, as in a whole population: with that many more people who meet no
 * gang. False alarms that name a gang's number or host come from its contacts and stay as many; the others grow with
 * benign traffic.
 */
import { groupBy } from "../core/group-by.ts";
import { sumOf } from "../core/sum.ts";
import { widening } from "./design-effect.ts";
import { nameNobody } from "./funnel-rates.ts";
import { varianceOfSum } from "./gang-sum.ts";
import type { ClusteredRate } from "./rates.ts";
import { NORMAL_95, studentQuantile } from "./quantiles.ts";
import type { TracedWarning } from "./traced-warning.ts";

export interface WarningSources {
  /** By gang: warnings of its victims, and false alarms that name its number or host. */
  readonly onTarget: Float64Array;
  readonly named: Float64Array;
  readonly ofNobody: readonly number[];
}

export function countSources(traced: readonly TracedWarning[], gangs: number): WarningSources {
  const [onTarget, named] = [new Float64Array(gangs), new Float64Array(gangs)];
  const others: TracedWarning[] = [];
  for (const each of traced) {
    if (each.episode !== null) onTarget[each.episode.gang]!++;
    else if (each.namedGang === null) others.push(each);
    else named[each.namedGang]!++;
  }
  return { onTarget, named, ofNobody: [...groupBy(others, nameNobody).values()].map(({ length }) => length) };
}

/**
 * `accuracy` carried from the share of fraud `here` to `prevalence`; `contacts`: by gang, those that fraud is counted
 * by. The plain bounds are carried too. Those over clusters are made on the scale of the logarithm of the odds: of true
 * warnings T, false alarms F that name a gang, and N of nobody that count `times`, it is log T - log(F + times N),
 * linearised over gangs, on whose contacts `times` depends too, and over what names nobody. Null where nothing was
 * warned of, or nothing is fraud here.
 */
export function accuracyAt(
  prevalence: number,
  here: number | null,
  accuracy: ClusteredRate,
  sources: WarningSources,
  contacts: Float64Array,
): ClusteredRate {
  const { n, value } = accuracy;
  if (value === null || here === null || here <= 0 || here >= 1) return { ...NOTHING, n };
  const [trues, named, ofNobody] = [sumOf(sources.onTarget), sumOf(sources.named), sumOf(sources.ofNobody)];
  const times = (here / (1 - here)) * ((1 - prevalence) / prevalence);
  const falseAlarms = named + times * ofNobody;
  const share = named + ofNobody === 0 ? 0 : ofNobody / (named + ofNobody);
  const carry = (bound: number | null): number | null =>
    bound === null ? null : bound / (bound + (1 - bound) * (1 - share + share * times));
  const plain = { value: carry(value), low: carry(accuracy.low), high: carry(accuracy.high), n };
  if (trues === 0 || falseAlarms === 0 || contacts.length < 2 || accuracy.clusterLow === null) {
    return { ...plain, clusterLow: carry(accuracy.clusterLow), clusterHigh: carry(accuracy.clusterHigh) };
  }
  const grown = (times * ofNobody) / falseAlarms / sumOf(contacts);
  const byGang = contacts.map(
    (size, gang) => sources.onTarget[gang]! / trues - sources.named[gang]! / falseAlarms - grown * size,
  );
  const quantiles = studentQuantile(contacts.length - 1) / NORMAL_95;
  const overGangs = quantiles * quantiles * varianceOfSum(byGang, sumOf(byGang));
  const weight = times / falseAlarms;
  const squares = sources.ofNobody.reduce((sum, size) => sum + weight * size * weight * size, 0);
  const overNobody = squares * widening(sources.ofNobody.length);
  const odds = trues / falseAlarms;
  const factor = Math.exp(NORMAL_95 * Math.sqrt(overGangs + overNobody));
  return { ...plain, clusterLow: odds / (odds + factor), clusterHigh: (odds * factor) / (odds * factor + 1) };
}

const NOTHING = { value: null, low: null, high: null, clusterLow: null, clusterHigh: null };
