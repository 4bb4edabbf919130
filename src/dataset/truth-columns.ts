/**
 * The truth of an event as columns of a data set: what it is, who made it from what, and its side of each split. No
 * file of the platform's view has any of it.
 */
import { compareText } from "../core/units.ts";
import { fnv1a } from "../core/fnv.ts";
import { HOUR_MS } from "../core/time.ts";
import { type Identity, formatIdentity } from "../event/identity.ts";
import { BENIGN_CLASSES, TECHNOLOGIES, TYPOLOGIES } from "../event/taxonomy.ts";
import { NO_DOMAIN, NO_WORDING, type TruthBatch, truthOf } from "../event/truth.ts";
import type { BatchView } from "../engine/worker-output.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import { wordings, type ScriptEntry } from "../world/text/catalogue.ts";
import { eventId } from "../report/directory/decision.ts";

export interface RowField extends TypedColumn {
  readonly of: (view: BatchView, row: number) => Cell;
}

interface TruthKnowledge {
  readonly scriptOf: (labels: BatchView["truth"], row: number) => string;
  /** True if the gang had engaged the target by the hour of the event. */
  readonly hasEpisode: (gang: number, target: number) => boolean;
  readonly hours: number;
}

export function truthFields({ scriptOf, hasEpisode, hours }: TruthKnowledge): readonly RowField[] {
  const { templates, splitOfTemplate, splitOfScript } = names();
  const isInEpisode = (truth: TruthBatch, row: number): boolean =>
    // A follow-up reaches an engaged target; a first contact may engage it.
    truth.step[row]! > 0 || truth.attempt[row]! > 0 || hasEpisode(truth.gang[row]!, truth.target[row]!);
  const splitByScript = ({ events, truth: labels }: BatchView, row: number): Split => {
    const truth = truthOf(labels);
    if (truth.fraud[row] === 1) return splitOfScript.get(scriptOf(labels, row))!;
    const wording = truth.wording[row]!;
    return wording === NO_WORDING ? splitOfCaller(events.caller[row]! as Identity) : splitOfTemplate[wording]!;
  };
  return [
    { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
    { name: "label", type: "string", of: ({ truth }, row) => (truthOf(truth).fraud[row] === 1 ? "fraud" : "benign") },
    ofFraud("typology", "string", ({ typology }, row) => TYPOLOGIES[typology[row]!]!),
    orNull("benign_class", "string", ({ fraud, benignClass }, row) =>
      fraud[row] === 1 ? null : BENIGN_CLASSES[benignClass[row]!]!,
    ),
    { name: "subscriber", type: "int32", of: ({ truth }, row) => truthOf(truth).subscriber[row]! },
    ofFraud("gang", "int32", ({ gang }, row) => gang[row]!),
    ofFraud("target", "int64", ({ target }, row) => BigInt(target[row]!)),
    ofFraud("campaign", "int32", ({ campaign }, row) => campaign[row]!),
    ofFraud("script", "string", (truth, row) => scriptOf(truth, row)),
    ofFraud("step", "int32", ({ step }, row) => step[row]!),
    ofFraud("attempt", "int32", ({ attempt }, row) => attempt[row]!),
    ofFraud("episode", "string", (truth, row) =>
      isInEpisode(truth, row) ? `${truth.gang[row]!}-${truth.target[row]!}` : null,
    ),
    orNull("template", "string", ({ wording }, row) => templates[wording[row]!] ?? null),
    ofFraud("technology", "string", ({ technology }, row) => TECHNOLOGIES[technology[row]!]!),
    { name: "obfuscation", type: "int32", of: ({ truth }, row) => truthOf(truth).obfuscation[row]! },
    ofFraud("domain", "int64", ({ domain }, row) => (domain[row] === NO_DOMAIN ? null : BigInt(domain[row]!))),
    { name: "split_time", type: "string", of: ({ events }, row) => splitOfTime(events.timeMs[row]!, hours) },
    { name: "split_script", type: "string", of: splitByScript },
  ];
}

type Read = (truth: TruthBatch, row: number) => Cell;

function orNull(name: string, type: TypedColumn["type"], read: Read): RowField {
  return { name, type, nullable: true, of: ({ truth }, row) => read(truthOf(truth), row) };
}

/** Null for benign events. */
function ofFraud(name: string, type: TypedColumn["type"], read: Read): RowField {
  return orNull(name, type, (truth, row) => (truth.fraud[row] === 1 ? read(truth, row) : null));
}

/** A caller's calls have no text: all are on one side. */
function splitOfCaller(caller: Identity): Split {
  return splitOfPlace(fnv1a(formatIdentity(caller)));
}

function names(): {
  readonly templates: readonly string[];
  readonly splitOfTemplate: readonly Split[];
  readonly splitOfScript: ReadonlyMap<string, Split>;
} {
  const { scripts, benign } = wordings().catalogue;
  const templates: string[] = [];
  const splitOfTemplate: Split[] = [];
  const splitOfScript = new Map<string, Split>();
  for (const [place, script] of shuffled(scripts).entries()) {
    const split = splitOfPlace(place);
    splitOfScript.set(script.id, split);
    for (const [step, message] of messagesOf(script)) {
      templates[message] = `${script.id}/${step}`;
      splitOfTemplate[message] = split;
    }
  }
  for (const [place, { id, message }] of shuffled(benign).entries()) {
    templates[message] = id;
    splitOfTemplate[message] = splitOfPlace(place);
  }
  return { templates, splitOfTemplate, splitOfScript };
}

function messagesOf({ steps }: ScriptEntry): [step: number, message: number][] {
  return steps.flatMap(({ message }, step) => (message < 0 ? [] : [[step, message] as [number, number]]));
}

/**
 * Kind after kind, so that each is on all sides where it has enough; within one by a hash of the names alone, so that
 * all seeds and scenarios divide them alike.
 */
function shuffled<Entry extends { readonly id: string }>(kinds: readonly (readonly Entry[])[]): Entry[] {
  return kinds.flatMap((entries) => entries.toSorted((a, b) => fnv1a(a.id) - fnv1a(b.id) || compareText(a.id, b.id)));
}

/** What a model is trained on, chosen by, and judged on: three, one and one of five parts. */
const SPLITS = ["train", "validation", "test"] as const;
type Split = (typeof SPLITS)[number];

const PARTS: readonly Split[] = ["train", "train", "train", "validation", "test"];

/** By the time of the event, in a scenario of so many hours. What comes after its last hour is for judging. */
function splitOfTime(timeMs: number, hours: number): Split {
  const part = Math.floor((timeMs * PARTS.length) / (hours * HOUR_MS));
  return PARTS[Math.min(part, PARTS.length - 1)]!;
}

/** By an index in a list or by a hash: a whole number of at least 0. */
function splitOfPlace(place: number): Split {
  return PARTS[place % PARTS.length]!;
}
