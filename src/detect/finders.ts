/** The one list of stages that find something, in the order in which events pass them; the classifier decides last. */
import { assert } from "../core/assert.ts";
import { addSection } from "../event/findings.ts";
import { BEHAVIOUR } from "./behaviour/stage.ts";
import { BLOCKLIST } from "./blocklist/stage.ts";
import { EVENT_EVIDENCE } from "./classifier/event-evidence.ts";
import { LEARNED } from "./learned/stage.ts";
import { LINKS } from "./links/stage.ts";
import { LOOKALIKE } from "./lookalike/stage.ts";
import { MATCH } from "./matcher/stage.ts";
import { PROVENANCE } from "./provenance/stage.ts";
import { loadOwnStages, ownStagesList, tryOwnStages } from "./own-stages.ts";
import type { Mark, Stage } from "./stage.ts";

export const SHIPPED = [LINKS, BLOCKLIST, LOOKALIKE, MATCH, BEHAVIOUR, PROVENANCE, LEARNED] as const;

/** Beside the shipped stages, names that a user's stage, mark or kind of evidence cannot have. */
const RESERVED = {
  name: "classify",
  marks: { stages: 0, model: 0, prior: 0, flagScore: 0, blockScore: 0, weights: 0 },
  evidence: { prior: 0, ...EVENT_EVIDENCE },
};

const own = await loadOwnStages(ownStagesList(), [...SHIPPED, RESERVED]);

export const FINDERS: readonly Stage[] = [...SHIPPED, ...own];

export type ShippedStage = (typeof SHIPPED)[number];
export type FinderEvidence = keyof UnionToIntersection<ShippedStage["evidence"]>;
export type FinderMark = keyof UnionToIntersection<Extract<ShippedStage, { readonly marks: unknown }>["marks"]>;

export const MARKS = Object.assign({}, ...FINDERS.map(({ marks }) => marks)) as Readonly<Record<FinderMark, Mark>>;

type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

for (const { name, columns } of FINDERS) if (columns !== null) addSection(name, columns);
assert(new Set(FINDERS.map(({ name }) => name)).size === FINDERS.length, "no two stages have the same name");
await tryOwnStages(own);
