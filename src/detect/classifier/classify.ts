/** The last stage: what the others found becomes evidence, a score and a decision. */
import { prepared } from "../../core/prepared.ts";
import { KIND_TEXT, ROUTE_INTERNATIONAL, ROUTE_VIRTUAL, type EventBatch } from "../../event/event-batch.ts";
import { EVIDENCE, evidenceBit, sumWeights } from "../../event/evidence.ts";
import { ALLOW, BLOCK, FLAG, LISTED, type VerdictBatch } from "../../event/verdict-batch.ts";
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
  classifierOf(events, verdicts, settings)();
}

const classifierOf = prepared((events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings) => {
  const { prior, flagScore, blockScore } = settings;
  const weights = weightColumn(settings.weights);
  const gatherEvidence = evidenceGatherer(events, verdicts, settings);
  const { evidence, score, decision } = verdicts.outcome;
  return (): void => {
    const { count } = events;
    for (let row = 0; row < count; row++) {
      const bits = gatherEvidence(row);
      const sum = prior + sumWeights(weights, bits);
      evidence[row] = bits;
      score[row] = sum;
      decision[row] = sum >= blockScore ? BLOCK : sum >= flagScore ? FLAG : ALLOW;
    }
  };
});

/** The evidence on a row, as bits. */
type EvidenceGatherer = (row: number) => number;

function evidenceGatherer(events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings): EvidenceGatherer {
  const { kind, route } = events;
  const { caller: callerListed, domain: domainListed } = verdicts.blocklist;
  const { caller: callerLookalike, domain: domainLookalike } = verdicts.lookalike;
  const { count: links } = verdicts.links;
  const { template, distance, length } = verdicts.match;
  const farPermille = 1000 - settings.closePermille;
  const gatherBehaviour = behaviourGatherer(verdicts, settings);
  return (row) => {
    let bits = gatherBehaviour(row);
    if (callerListed[row] === LISTED) bits |= CALLER_LISTED;
    if (callerLookalike[row]! > 0) bits |= CALLER_LOOKALIKE;
    if (route[row] === ROUTE_INTERNATIONAL) bits |= ROUTE_ABROAD;
    if (route[row] === ROUTE_VIRTUAL) bits |= ROUTE_BY_VIRTUAL;
    if (kind[row] !== KIND_TEXT) return bits;

    if (domainListed[row] === LISTED) bits |= DOMAIN_LISTED;
    if (domainLookalike[row]! > 0) bits |= DOMAIN_LOOKALIKE;
    if (links[row]! > 0) bits |= LINK_PRESENT;
    if (template[row]! < 0) return bits;

    bits |= TEXT_MATCH;
    if (distance[row]! * 1000 <= farPermille * length[row]!) bits |= TEXT_MATCH_CLOSE;
    return bits;
  };
}

function behaviourGatherer({ behaviour }: VerdictBatch, settings: ClassifierSettings): EvidenceGatherer {
  const { fanOut, calls, answered, meanDurationS } = behaviour;
  const { fanOutHigh, fanOutExtreme, minCalls, answeredLowPermille, callsLongS } = settings;
  return (row) => {
    let bits = 0;
    if (fanOut[row]! >= fanOutHigh) bits |= FAN_OUT_HIGH;
    if (fanOut[row]! >= fanOutExtreme) bits |= FAN_OUT_EXTREME;
    if (calls[row]! < minCalls) return bits;
    if (answered[row]! * 1000 < answeredLowPermille * calls[row]!) bits |= ANSWERED_LOW;
    const reachesMany = fanOut[row]! >= fanOutHigh;
    if (reachesMany && answered[row]! > 0 && meanDurationS[row]! >= callsLongS) bits |= CALLS_LONG;
    return bits;
  };
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
