/** The objects that participants of the loop share. */
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { interruptible } from "../../core/module/interruptible.ts";
import { domainKey } from "../../event/link/domain-key.ts";
import { isApp } from "../../record/app.ts";
import { LateListings } from "../../respond/operators/late-listings.ts";
import { warningPolicies } from "../../record/warning-policy.ts";
import { gangStrategies } from "../../scenario/gang-strategy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { EpisodeTable } from "../../world/episodes/episode-table.ts";
import { Observation } from "../../world/people/observation.ts";
import { GroundTruth } from "../../world/truth/ground-truth.ts";
import { World } from "../../world/world.ts";
import { BankWatch } from "../bank-watch.ts";
import { Platform } from "../platform.ts";
import type { SealedTables } from "../pipeline.ts";
import type { BatchView } from "../worker-output.ts";

/** Valid only during the call. */
export interface Sample {
  readonly tick: number;
  readonly view: BatchView;
  readonly row: number;
  readonly tables: SealedTables;
  readonly platform: Platform;
  readonly scriptOf: World["scriptOf"];
}

export interface SceneOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Leave benign traffic out: for worlds without defences, where nothing is screened. */
  readonly fraudOnly?: boolean;
  /** Called for every sampled event, in no order within two ticks. The sample is valid only during the call. */
  readonly onSample?: (sample: Sample) => void;
}

export interface Scene {
  readonly options: SceneOptions;
  readonly world: World;
  readonly platform: Platform;
  /** Null if operators and app stores block listings at once. */
  readonly lateListings: LateListings | null;
  readonly banks: BankWatch | null;
  readonly groundTruth: GroundTruth;
  readonly episodes: EpisodeTable;
  readonly observation: Observation;
}

export async function prepareScene(options: SceneOptions): Promise<Scene> {
  const { scenario, seed } = options;
  await loadEngines(chooseEngines(scenario));
  await warningPolicies.load(scenario.warnings.policy);
  await gangStrategies.load(scenario.adversary.strategy);
  const platform = interruptible(() => new Platform(scenario, seed));
  const world = new World(scenario, seed, platform.protectedDomains);
  const lateListings = LateListings.of(scenario.operators.delayHours);
  const observation = new Observation(scenario, seed);
  const banks = scenario.banks.enabled ? new BankWatch({ scenario, seed, world, platform, observation }) : null;
  const isBlocked = (host: string): boolean =>
    platform.wasListedHost(host) && !lateListings?.isLate(domainKey(host), platform.tick - 1);
  const episodes = new EpisodeTable({
    scenario,
    seed,
    subscribers: world.handle.subscribers,
    onReturned: (gang, engagedMs, yuan) => world.books.noteReturned(gang, engagedMs, yuan),
    typologyOf: (gang) => world.gangs.all[gang]!.typology,
    // App stores block for everyone; a phone's DNS does not matter.
    refuses: (subscriber, host) => isBlocked(host) && (isApp(host) || observation.asksOperator(subscriber)),
    siteOf: (gang, word) => world.gangs.siteOf(gang, word),
    apps: world.apps,
    bank: world.economy.ledger,
    banks: banks ?? undefined,
    accounts: world.accounts,
    policyOf: (gang) => world.policies.of(gang),
    payChat: (gang) => world.economy.payChat(gang),
  });
  return { options, world, platform, lateListings, banks, groundTruth: new GroundTruth(), episodes, observation };
}
