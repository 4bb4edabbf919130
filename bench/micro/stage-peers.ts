/**
 * What a user would take in place of single stages: a package, or the obvious code, over the events of the same hour as
 * plain values. In their favour: strings and objects are made beforehand, unmeasured, and each runs by itself, so that
 * what it reads stays in the cache, while a stage is timed in its place among the others.
 */
import { distance } from "fastest-levenshtein";
import type { LinkifyIt } from "linkify-it";
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import { EVIDENCE } from "../../src/detect/evidence.ts";
import { ALLOW, BLOCK, FLAG } from "../../src/event/findings.ts";
import { CLASSIFY } from "../../src/detect/classifier/stage.ts";
import { LINKS } from "../../src/detect/links/stage.ts";
import { LOOKALIKE } from "../../src/detect/lookalike/stage.ts";
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import type { ProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import { STAGES } from "../../src/detect/screening.ts";
import { plainTitle, type Stage } from "../../src/detect/stage.ts";
import { formatCount } from "../../src/ui/format.ts";
import { type MeasuredError, measuredError } from "../harness/measurement.ts";
import { errorCode } from "../../src/core/errors.ts";
import type { CallerMap } from "./caller-map.ts";
import type { PlainEvent } from "./plain-events.ts";
import type { Contender } from "../harness/rounds.ts";

interface StagePeer {
  readonly stage: string;
  readonly contender: Contender;
}

/** What the events of an hour are run through a peer with. */
interface PeerContext {
  readonly events: readonly PlainEvent[];
  readonly callers: CallerMap;
  readonly identities: ProtectedIdentities;
  readonly classifier: ClassifierSettings;
  /** Told of a package that is not installed: its peer is left out. */
  readonly onMissing: (warning: string) => void;
}

type MakePeer = (context: PeerContext) => StagePeer | null | Promise<StagePeer | null>;

const PEERS: ReadonlyMap<Stage, MakePeer> = new Map<Stage, MakePeer>([
  [LINKS, ({ events, onMissing }) => linksPeer(events, onMissing)],
  [LOOKALIKE, ({ events, identities }) => lookalikePeer(events, identities)],
  [BEHAVIOUR, ({ events, callers }) => behaviourPeer(events, callers)],
  [CLASSIFY, ({ events, classifier }) => classifyPeer(events, classifier)],
] as readonly [Stage, MakePeer][]);

/** In the order of the stages. */
export async function stagePeers(context: PeerContext): Promise<StagePeer[]> {
  const peers: StagePeer[] = [];
  for (const stage of STAGES) {
    const found = await PEERS.get(stage)?.(context);
    if (found) peers.push(found);
  }
  return peers;
}

async function linksPeer(
  events: readonly PlainEvent[],
  onMissing: (warning: string) => void,
): Promise<StagePeer | null> {
  const linkify = await optionalPackage("linkify-it", loadLinkify, onMissing);
  if (linkify === null) return null;
  const texts = events.filter(({ text }) => text !== "");
  const others = count(texts, ({ text, hosts }) => !haveSame(hostsIn(linkify, text), hosts));
  const run = (): number => {
    let found = 0;
    for (const { text } of texts) found += hostsIn(linkify, text).length;
    return found;
  };
  return peer(plainTitle(LINKS), "linkify-it", events, run, null, [
    "with its option for links without a scheme, as fraud has them; knows nothing of letters that stand for others, " +
      `and finds other hosts in ${partOf(others, texts)} messages`,
  ]);
}

/** A scan: one edit from a protected identity is one that imitates it. */
function lookalikePeer(events: readonly PlainEvent[], { hotlines, domains }: ProtectedIdentities): StagePeer {
  const callers = hotlines.flatMap(({ digits, sender }) => (sender === undefined ? [digits] : [digits, sender]));
  const hosts = domains.map(({ domain }) => domain);
  const imitates = (event: PlainEvent): boolean =>
    callers.some((own) => distance(event.caller, own) === 1) ||
    event.hosts.some((host) => hosts.some((own) => distance(host, own) === 1));
  const others = count(events, (event) => imitates(event) !== event.isLookalike);
  return peer(plainTitle(LOOKALIKE), "fastest-levenshtein", events, () => count(events, imitates), null, [
    "every protected identity, one edit apart: knows nothing of look-alike letters or additions, and says something " +
      `else of ${partOf(others, events)} events`,
  ]);
}

function behaviourPeer(events: readonly PlainEvent[], callers: CallerMap): StagePeer {
  const run = (): number => {
    let sum = 0;
    for (const { callerKey } of events) {
      const { fanOut, calls, answered, meanDurationS } = callers.read(callerKey);
      sum += fanOut + calls + answered + meanDurationS;
    }
    return sum;
  };
  return peer(plainTitle(BEHAVIOUR), "Map of callers", events, run, null, [
    "a Set of callees for each: exact, and grows with the traffic, where sketches stay as large as they are",
  ]);
}

function classifyPeer(events: readonly PlainEvent[], settings: ClassifierSettings): StagePeer {
  const { weights, prior, flagScore, blockScore } = settings;
  const [flagFrom, blockFrom] = [probability(flagScore), probability(blockScore)];
  const decide = ({ evidence }: PlainEvent): number => {
    let score = prior;
    for (const kind of EVIDENCE) if (evidence[kind]) score += weights[kind];
    const fraud = probability(score);
    return fraud >= blockFrom ? BLOCK : fraud >= flagFrom ? FLAG : ALLOW;
  };
  const others = count(events, (event) => decide(event) !== event.decision);
  const error = measuredError("decisions that differ", others, events.length, 0);
  return peer(
    plainTitle(CLASSIFY),
    "weights over objects",
    events,
    () => count(events, (event) => decide(event) > 0),
    error,
    ["what the stages found is in objects already"],
  );
}

function peer(
  stage: string,
  name: string,
  events: readonly PlainEvent[],
  run: () => number,
  error: MeasuredError | null,
  notes: readonly string[],
): StagePeer {
  return { stage, contender: { name: `${stage}: ${name}`, operations: events.length, run, error, notes: [...notes] } };
}

/** A score is in hundredths of a nat of log-odds. */
function probability(score: number): number {
  return 1 / (1 + Math.exp(-score / 100));
}

function count(events: readonly PlainEvent[], is: (event: PlainEvent) => boolean): number {
  let found = 0;
  for (const event of events) found += Number(is(event));
  return found;
}

function partOf(some: number, all: readonly PlainEvent[]): string {
  return `${formatCount(some)} of ${formatCount(all.length)}`;
}

/** What `load` makes of a package that only a comparison takes; null, and a warning, where it is not installed. */
export async function optionalPackage<T>(
  name: string,
  load: () => Promise<T>,
  onMissing: (warning: string) => void,
): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (errorCode(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    onMissing(`${name} is not installed: its row is left out`);
    return null;
  }
}

async function loadLinkify(): Promise<LinkifyIt> {
  const { LinkifyIt: Linkify } = await import("linkify-it");
  return new Linkify({ fuzzyLink: true });
}

function hostsIn(linkify: LinkifyIt, text: string): string[] {
  const hosts: string[] = [];
  for (const { url } of linkify.match(text) ?? []) {
    if (!URL.canParse(url)) continue;
    const { hostname } = new URL(url);
    if (hostname !== "") hosts.push(hostname);
  }
  return hosts;
}

function haveSame(one: readonly string[], other: readonly string[]): boolean {
  return one.every((host) => other.includes(host)) && other.every((host) => one.includes(host));
}
