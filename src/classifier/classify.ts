/** The last stage: what the others found becomes evidence, a score and a decision. */
import { KIND_TEXT, ROUTE_INTERNATIONAL, ROUTE_VIRTUAL, type EventBatch } from "../event/event-batch.ts";
import { EVIDENCE, evidenceBit } from "../event/evidence.ts";
import { ALLOW, BLOCK, FLAG, LISTED, type VerdictBatch } from "../event/verdict-batch.ts";
import { type ClassifierSettings, weightColumn } from "./weights.ts";

const CALLER_LISTED = evidenceBit("callerListed");
const DOMAIN_LISTED = evidenceBit("domainListed");
const CALLER_LOOKALIKE = evidenceBit("callerLookalike");
const DOMAIN_LOOKALIKE = evidenceBit("domainLookalike");
const TEXT_MATCH = evidenceBit("textMatch");
const TEXT_MATCH_CLOSE = evidenceBit("textMatchClose");
const FAN_OUT_HIGH = evidenceBit("fanOutHigh");
const FAN_OUT_EXTREME = evidenceBit("fanOutExtreme");
const ANSWERED_LOW = evidenceBit("answeredLow");
const CALLS_LONG = evidenceBit("callsLong");
const ROUTE_ABROAD = evidenceBit("routeInternational");
const ROUTE_BY_VIRTUAL = evidenceBit("routeVirtual");
const LINK_PRESENT = evidenceBit("linkPresent");

/** Writes the `outcome` section of every event. */
export function classify(events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings): void {
  const weights = weightsOf(settings);
  const { evidence, score, decision } = verdicts.outcome;
  const count = events.count;
  for (let row = 0; row < count; row++) {
    const bits = gatherEvidence(events, verdicts, settings, row);
    const sum = settings.prior + sumWeights(weights, bits);
    evidence[row] = bits;
    score[row] = sum;
    decision[row] = sum >= settings.blockScore ? BLOCK : sum >= settings.flagScore ? FLAG : ALLOW;
  }
}

/** Of the module: a thread classifies by the same settings from batch to batch. */
let prepared: { readonly settings: ClassifierSettings; readonly weights: Int32Array } | undefined;

function weightsOf(settings: ClassifierSettings): Int32Array {
  if (prepared?.settings !== settings) prepared = { settings, weights: weightColumn(settings.weights) };
  return prepared.weights;
}

function gatherEvidence(events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings, row: number): number {
  const { blocklist, lookalike } = verdicts;
  let bits = 0;
  if (blocklist.caller[row] === LISTED) bits |= CALLER_LISTED;
  if (lookalike.caller[row]! > 0) bits |= CALLER_LOOKALIKE;
  const route = events.route[row];
  if (route === ROUTE_INTERNATIONAL) bits |= ROUTE_ABROAD;
  if (route === ROUTE_VIRTUAL) bits |= ROUTE_BY_VIRTUAL;
  bits |= gatherBehaviour(verdicts, settings, row);
  if (events.kind[row] !== KIND_TEXT) return bits;

  if (blocklist.domain[row] === LISTED) bits |= DOMAIN_LISTED;
  if (lookalike.domain[row]! > 0) bits |= DOMAIN_LOOKALIKE;
  if (verdicts.links.count[row]! > 0) bits |= LINK_PRESENT;
  if (verdicts.match.template[row]! >= 0) {
    bits |= TEXT_MATCH;
    const { distance, length } = verdicts.match;
    if (distance[row]! * 1000 <= (1000 - settings.closePermille) * length[row]!) bits |= TEXT_MATCH_CLOSE;
  }
  return bits;
}

function gatherBehaviour(verdicts: VerdictBatch, settings: ClassifierSettings, row: number): number {
  const { fanOut, calls, answered, meanDurationS } = verdicts.behaviour;
  let bits = 0;
  if (fanOut[row]! >= settings.fanOutHigh) bits |= FAN_OUT_HIGH;
  if (fanOut[row]! >= settings.fanOutExtreme) bits |= FAN_OUT_EXTREME;
  if (calls[row]! < settings.minCalls) return bits;
  if (answered[row]! * 1000 < settings.answeredLowPermille * calls[row]!) bits |= ANSWERED_LOW;
  const reachesMany = fanOut[row]! >= settings.fanOutHigh;
  if (reachesMany && answered[row]! > 0 && meanDurationS[row]! >= settings.callsLongS) bits |= CALLS_LONG;
  return bits;
}

function sumWeights(weights: Int32Array, bits: number): number {
  let sum = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) sum += weights[31 - Math.clz32(rest & -rest)]!;
  return sum;
}

/** The addends of a score by name, for an explanation. */
export function scoreParts(
  bits: number,
  settings: ClassifierSettings,
): { readonly name: string; readonly weight: number }[] {
  const parts: { name: string; weight: number }[] = [{ name: "prior", weight: settings.prior }];
  for (const evidence of EVIDENCE) {
    if ((bits & evidenceBit(evidence)) !== 0) parts.push({ name: evidence, weight: settings.weights[evidence] });
  }
  return parts;
}
