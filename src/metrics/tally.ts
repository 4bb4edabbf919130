/**
 * Integer counts of a batch or a run, in columns over one SharedArrayBuffer. Merged in any order, the tallies of all
 * batches are that of the run.
 */
import { LISTED, listingsFound } from "../detect/blocklist/found.ts";
import { imitationsFound } from "../detect/lookalike/found.ts";
import { scriptsFound } from "../detect/matcher/found.ts";
import { assert } from "../core/assert.ts";
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { prepared } from "../core/once.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { EVIDENCE, type Evidence, evidenceBit, sumWeights } from "../detect/evidence.ts";
import { FINDERS } from "../detect/finders.ts";
import { BENIGN_CLASSES, OBFUSCATION_LEVELS, TECHNOLOGIES } from "../event/taxonomy.ts";
import type { Labels } from "../event/labels.ts";
import { NO_DOMAIN, type TruthBatch, truthOf } from "../event/truth.ts";
import { ALLOW, BLOCK, DECISIONS, type Findings } from "../event/findings.ts";
import { CALLER_BUCKETS, CALLER_GROUPS, callerBucket, callerGroup } from "./caller-buckets.ts";
import { digester, mergeDigest } from "./digest.ts";

/** The order is the code of a channel; it equals KIND_CALL and KIND_MESSAGE. */
export const CHANNELS = ["calls", "messages"] as const;
export const CALLS: readonly number[] = [0];
export const MESSAGES: readonly number[] = [1];
export const BOTH_CHANNELS: readonly number[] = [...CALLS, ...MESSAGES];
const CHANNEL_COUNT = CHANNELS.length;
const DECISION_COUNT = DECISIONS.length;

/** Counts by truth and channel: cell = 2 * fraud + channel. */
export const CELLS = 4;

/** The stages that find evidence, and which evidence is theirs. Route and link belong to the event itself. */
export const STAGES: readonly { readonly name: string; readonly evidence: readonly Evidence[] }[] = FINDERS.map(
  ({ name, evidence }) => ({ name, evidence: Object.keys(evidence) as Evidence[] }),
).filter(({ evidence }) => evidence.length > 0);

/** Events with evidence of the stage; of them blocked; of these, let through had it been silent. */
export const STAGE_MEASURES = ["seen", "blocked", "decisive"] as const;

/** How evidence became a decision: needed to find decisive stages. */
export interface DecisionRule {
  readonly weights: Int32Array;
  readonly blockScore: number;
}

/** Scores are counted in bins of 25 hundredths of a nat from -800; what lies outside goes to the outermost bin. */
export const SCORE_BINS = 64;
export const SCORE_MIN = -800;
export const SCORE_BIN_WIDTH = 25;

export interface TallyDimensions {
  /** Gangs of the world: `truth.gang` is below it. */
  readonly gangs: number;
  /** In the whole run, as many for each gang: `truth.domain` is below it, or NO_DOMAIN. */
  readonly domains: number;
}

/** Counts first, then the digest, then flags: so that two tallies are merged in one go. */
function columnSpec({ gangs, domains }: TallyDimensions) {
  return {
    /** Counted on its own: the ledger compares it with the decisions and with the plan. */
    generated: ["f64", CHANNEL_COUNT],
    decisions: ["f64", CHANNEL_COUNT * DECISION_COUNT],
    /** [decision] */
    fraud: ["f64", DECISION_COUNT],
    benign: ["f64", BENIGN_CLASSES.length * CHANNEL_COUNT * DECISION_COUNT],
    /** [gang][channel][technology][decision]: see `gangCell`. */
    gangContacts: ["f64", gangs * CHANNEL_COUNT * TECHNOLOGIES.length * DECISION_COUNT],
    /** [gang][obfuscation][decision] Of messages alone. */
    gangMessages: ["f64", gangs * OBFUSCATION_LEVELS * DECISION_COUNT],
    /** [channel][bucket of the caller] Benign events that were blocked. */
    callerBlocked: ["f64", CHANNEL_COUNT * CALLER_BUCKETS],
    /** [class][decision but ALLOW][group of the caller] Benign events that were flagged or blocked: see `hurtCell`. */
    groupHurt: ["f64", BENIGN_CLASSES.length * (DECISION_COUNT - 1) * CALLER_GROUPS],
    /** The same, by the template that they resemble, or else by caller. */
    causeHurt: ["f64", BENIGN_CLASSES.length * (DECISION_COUNT - 1) * CALLER_GROUPS],
    /** [class][channel][group of the caller] All benign events: see `callerCell`. */
    benignCallers: ["f64", BENIGN_CLASSES.length * CHANNEL_COUNT * CALLER_GROUPS],
    /** As listingsFound(findings).counters: numbers probed, of them false; domains probed, of them false. */
    filter: ["f64", 4],
    /** By gang, and by group of callers: contacts and benign events that the blocklist alone would have blocked. */
    gangListed: ["f64", gangs],
    groupListed: ["f64", CALLER_GROUPS],
    stages: ["f64", STAGES.length * CELLS * STAGE_MEASURES.length],
    /** [stage][cell][decision] Events with evidence, each under the stage whose evidence weighed most. */
    decided: ["f64", STAGES.length * CELLS * DECISION_COUNT],
    evidence: ["f64", EVIDENCE.length * CELLS],
    scores: ["f64", SCORE_BINS * CELLS],
    digest: ["u32", 2],
    /** A bit for the typology of each gang that was met: a gang keeps to one. */
    gangTypology: ["u16", gangs],
    /** 1 for each fraud domain named by a message that was blocked with evidence against its domain. */
    domains: ["u8", domains],
  } as const;
}

type TallyColumns = Columns<ReturnType<typeof columnSpec>>;

export interface TallyHandle extends TallyDimensions {
  readonly buffer: SharedArrayBuffer;
}

export class Tally {
  readonly handle: TallyHandle;
  readonly columns: TallyColumns;
  /** All counts, and all flags, as one array each. */
  readonly counts: Float64Array;
  readonly flags: Uint32Array;

  private constructor(handle: TallyHandle) {
    this.handle = handle;
    this.columns = layColumns(handle.buffer, columnSpec(handle));
    const { digest, gangTypology } = this.columns;
    const columns = Object.values(this.columns);
    assert(
      columns.every((one) => one instanceof Float64Array === one.byteOffset < digest.byteOffset),
      "counts come first, and nothing else does",
    );
    this.counts = new Float64Array(handle.buffer, 0, digest.byteOffset / Float64Array.BYTES_PER_ELEMENT);
    this.flags = new Uint32Array(handle.buffer, gangTypology.byteOffset);
  }

  /** A tally of nothing. About 165 KB, 490 bytes for each gang and one for each domain. */
  static allocate({ gangs, domains }: TallyDimensions): Tally {
    assert(gangs >= 0 && domains >= 0, `a tally needs counts of gangs and domains, got ${gangs} and ${domains}`);
    const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec({ gangs, domains })));
    return new Tally({ buffer, gangs, domains });
  }

  static attach(handle: TallyHandle): Tally {
    return new Tally(handle);
  }

  clear(): void {
    this.counts.fill(0);
    this.columns.digest.fill(0);
    this.flags.fill(0);
  }
}

export function gangCell(gang: number, channel: number, technology: number): number {
  return ((gang * CHANNEL_COUNT + channel) * TECHNOLOGIES.length + technology) * DECISION_COUNT;
}

export function gangMessageCell(gang: number, obfuscation: number): number {
  return (gang * OBFUSCATION_LEVELS + obfuscation) * DECISION_COUNT;
}

export function benignCell(benignClass: number, channel: number): number {
  return (benignClass * CHANNEL_COUNT + channel) * DECISION_COUNT;
}

export function hurtCell(benignClass: number, decision: number): number {
  return (benignClass * (DECISION_COUNT - 1) + decision - 1) * CALLER_GROUPS;
}

export function callerCell(benignClass: number, channel: number): number {
  return (benignClass * CHANNEL_COUNT + channel) * CALLER_GROUPS;
}

/** Adds the counts of `from` to `into`: associative and commutative. Both must be of the same dimensions. */
export function mergeTally(into: Tally, from: Tally): void {
  addTallies(into, into, from);
}

/** Makes `into`, whatever it holds, the sum of two others; it may be the first of them. About 60 us. */
export function addTallies(into: Tally, one: Tally, other: Tally): void {
  requireSame(into, one);
  requireSame(into, other);
  addCounts(into.counts, one.counts, other.counts);
  into.columns.digest.set(one.columns.digest);
  mergeDigest(into.columns.digest, other.columns.digest);
  joinFlags(into.flags, one.flags, other.flags);
}

function requireSame({ counts, handle: { gangs, domains } }: Tally, { counts: others, handle }: Tally): void {
  const isSame = gangs === handle.gangs && domains === handle.domains;
  assert(isSame && counts.length === others.length, "tallies of different worlds");
}

function addCounts(into: Float64Array, one: Float64Array, other: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = one[i]! + other[i]!;
}

function joinFlags(into: Uint32Array, one: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = one[i]! | other[i]!;
}

/**
 * Clear the tally before screening a batch again. 70 ns an event. Throws when truth names a gang or domain out of
 * range.
 */
export function tallyBatch(
  events: EventBatch,
  findings: Findings,
  labels: Labels,
  rule: DecisionRule | null,
  tally: Tally,
): void {
  tallierOf(events, findings, truthOf(labels))(rule, tally);
}

const tallierOf = prepared((events: EventBatch, findings: Findings, truth: TruthBatch) => {
  const { counters } = listingsFound(findings);
  const countDecisions = decisionCounter(events, findings, truth);
  const countFindings = findingCounter(events, findings, truth);
  const { idLow, idHigh } = events;
  const { template, distance, length } = scriptsFound(findings);
  const { decision } = findings.outcome;
  const addToDigest = digester({ idLow, idHigh, decision, template, distance, length });
  return (rule: DecisionRule | null, tally: Tally): void => {
    const { columns } = tally;
    for (let i = 0; i < counters.length; i++) columns.filter[i]! += counters[i]!;
    countDecisions(tally);
    countFindings(rule, columns);
    addToDigest(columns.digest, events.count);
  };
});

function decisionCounter(events: EventBatch, findings: Findings, truth: TruthBatch): (tally: Tally) => void {
  const { kind, caller } = events;
  const { decision } = findings.outcome;
  const { fraud, benignClass } = truth;
  return (tally) => {
    const { generated, decisions, benign, benignCallers } = tally.columns;
    const { count } = events;
    for (let row = 0; row < count; row++) {
      const channel = kind[row]!;
      const verdict = decision[row]!;
      generated[channel]!++;
      // A decision outside the three must not land in another cell; uncounted, it makes the ledger fail.
      if (verdict >= DECISION_COUNT) continue;
      decisions[channel * DECISION_COUNT + verdict]!++;
      if (fraud[row] === 1) {
        countContact(events, findings, truth, row, tally);
        continue;
      }
      benign[benignCell(benignClass[row]!, channel) + verdict]!++;
      const bucket = callerBucket(caller, row);
      benignCallers[callerCell(benignClass[row]!, channel) + callerGroup(bucket)]!++;
      if (verdict !== ALLOW) countHurt(tally.columns, events, findings, benignClass[row]!, bucket, row);
    }
  };
}

/** Out of the loop, which it would make slower: of a hundred benign events one or two come here. */
function countHurt(
  columns: TallyColumns,
  { kind }: EventBatch,
  findings: Findings,
  benignClass: number,
  bucket: number,
  row: number,
): void {
  const group = callerGroup(bucket);
  const verdict = findings.outcome.decision[row]!;
  const template = scriptsFound(findings).template[row]!;
  const at = hurtCell(benignClass, verdict);
  columns.groupHurt[at + group]!++;
  columns.causeHurt[at + (template < 0 ? group : template % CALLER_GROUPS)]!++;
  if (verdict === BLOCK) columns.callerBlocked[kind[row]! * CALLER_BUCKETS + bucket]!++;
}

function countContact(events: EventBatch, findings: Findings, truth: TruthBatch, row: number, tally: Tally): void {
  const { columns, handle } = tally;
  const channel = events.kind[row]!;
  const verdict = findings.outcome.decision[row]!;
  const gang = truth.gang[row]!;
  if (gang >= handle.gangs) outOfRange("gang", gang, handle.gangs);
  const technology = truth.technology[row]!;
  const obfuscation = truth.obfuscation[row]!;
  const typology = truth.typology[row]!;
  columns.gangTypology[gang]! |= 1 << typology;
  columns.fraud[verdict]!++;
  columns.gangContacts[gangCell(gang, channel, technology) + verdict]!++;
  if (channel !== KIND_MESSAGE) return;
  columns.gangMessages[gangMessageCell(gang, obfuscation) + verdict]!++;
  const domain = truth.domain[row]!;
  if (verdict !== BLOCK || domain === NO_DOMAIN) return;
  if (domain >= handle.domains) outOfRange("domain", domain, handle.domains);
  if (listingsFound(findings).domain[row] === LISTED || imitationsFound(findings).domain[row]! > 0)
    columns.domains[domain] = 1;
}

const STAGE_MASKS = Int32Array.from(STAGES, (stage) =>
  stage.evidence.reduce((bits, name) => bits | evidenceBit(name), 0),
);
const ALL_STAGES = STAGE_MASKS.reduce((bits, mask) => bits | mask, 0);

function findingCounter(events: EventBatch, findings: Findings, { fraud, gang }: TruthBatch) {
  const { kind, caller } = events;
  const { evidence, score, decision } = findings.outcome;
  const { caller: callerListed, domain: domainListed } = listingsFound(findings);
  return (rule: DecisionRule | null, columns: TallyColumns): void => {
    const { count } = events;
    for (let row = 0; row < count; row++) {
      const channel = kind[row]!;
      const verdict = decision[row]!;
      if (verdict >= DECISION_COUNT) continue;
      const cell = 2 * fraud[row]! + channel;
      const isListed = callerListed[row] === LISTED || (channel === KIND_MESSAGE && domainListed[row] === LISTED);
      if (isListed) countListed(columns, fraud[row] === 1, gang[row]!, caller, row);
      columns.scores[scoreBin(score[row]!) * CELLS + cell]!++;
      const bits = evidence[row]!;
      for (let rest = bits; rest !== 0; rest &= rest - 1) {
        columns.evidence[(31 - Math.clz32(rest & -rest)) * CELLS + cell]!++;
      }
      if ((bits & ALL_STAGES) === 0) continue;
      const weightiest = countStages(bits, verdict === BLOCK, score[row]!, rule, cell, columns.stages);
      columns.decided[(weightiest * CELLS + cell) * DECISION_COUNT + verdict]!++;
    }
  };
}

function countListed(columns: TallyColumns, isFraud: boolean, gang: number, callers: Float64Array, row: number): void {
  if (isFraud) columns.gangListed[gang]!++;
  else columns.groupListed[callerGroup(callerBucket(callers, row))]!++;
}

/** Returns the stage whose evidence weighs most, the earlier of equals. */
function countStages(
  bits: number,
  blocked: boolean,
  score: number,
  rule: DecisionRule | null,
  cell: number,
  stages: Float64Array,
): number {
  let weightiest = 0;
  let most = -Infinity;
  for (let stage = 0; stage < STAGE_MASKS.length; stage++) {
    const mask = STAGE_MASKS[stage]!;
    if ((bits & mask) === 0) continue;
    const at = (stage * CELLS + cell) * STAGE_MEASURES.length;
    stages[at]!++;
    const weight = rule === null ? 0 : sumWeights(rule.weights, bits & mask);
    if (weight > most) {
      most = weight;
      weightiest = stage;
    }
    if (!blocked) continue;
    stages[at + 1]!++;
    // Decisive: without it, the score falls below the mark.
    if (rule !== null && score - weight < rule.blockScore) stages[at + 2]!++;
  }
  return weightiest;
}

function scoreBin(score: number): number {
  const bin = ((score - SCORE_MIN) / SCORE_BIN_WIDTH) | 0;
  return bin < 0 ? 0 : bin >= SCORE_BINS ? SCORE_BINS - 1 : bin;
}

function outOfRange(what: string, found: number, limit: number): never {
  throw new Error(`truth names ${what} ${found}, and the tally has ${limit}`);
}
