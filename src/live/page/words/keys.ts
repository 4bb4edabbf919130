/** What of the server's documents has a word in every language. */
import type { Explanation } from "../../../explain/explanation.ts";
import type { TruthDocument } from "../../../report/directory/decision.ts";
import type { EpisodeDocument } from "../../../report/directory/episode-document.ts";
import type { DeliveryOutcome } from "../../../report/directory/event-outcome.ts";
import type {
  ControlKey,
  IdleReason,
  PushedWarning,
  SampledEvent,
  Status,
  SwitchIdleReason,
  SwitchKey,
} from "../../server/protocol.ts";
import type { RangeKnob, Way, WayKnob } from "../../../record/knobs.ts";
import type { SituationKey } from "../situations.ts";

type FraudTruth = Extract<TruthDocument, { fraud: true }>;
type BenignTruth = Extract<TruthDocument, { fraud: false }>;

export type DecisionWords = Readonly<
  Record<SampledEvent["decision"], { readonly name: string; readonly does: string }>
>;
export type StateWords = Readonly<Record<Status["state"], string>>;
export type LevelWords = Readonly<Record<PushedWarning["level"], string>>;
export type FormWords = Readonly<Record<Explanation["event"]["callerForm"], string>>;
export type RouteWords = Readonly<Record<Explanation["event"]["route"], string>>;
export type TypologyWords = Readonly<Record<FraudTruth["typology"], string>>;
export type TechnologyWords = Readonly<Record<FraudTruth["technology"], string>>;
export type BenignWords = Readonly<Record<BenignTruth["class"], string>>;
export type EndingWords = Readonly<Record<Exclude<EpisodeDocument["outcome"], "lost">, string>>;
export type ChannelWords = Readonly<Record<DeliveryOutcome["channel"], string>>;
export type IdleWords = Readonly<Record<IdleReason, string>>;
export type BeginWords = Readonly<Record<SwitchKey, { readonly name: string; readonly does: string }>>;
export type MarkWords = Readonly<Record<SwitchKey, (hour: string) => string>>;
export type SwitchIdleWords = Readonly<Record<Exclude<SwitchIdleReason, "begun">, string>>;
/** Of each knob of gangs, each way, or each number of a range. */
export type KnobWords = { readonly [K in WayKnob]: Readonly<Record<Way<K>, string>> } & {
  readonly [K in RangeKnob]: (level: string) => string;
};
export type ControlWords = Readonly<Record<ControlKey, { readonly name: string; readonly does: string }>>;
export type SituationWords = Readonly<
  Record<
    SituationKey,
    { readonly title: string; readonly sets: string; readonly watch: string; readonly because: string }
  >
>;
