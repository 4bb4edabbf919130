/** Campaigns of gangs: which script, in which words, for how long. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { allotCampaign } from "./allotment.ts";
import { type GangPolicy, USUAL_POLICY, levelIn } from "./gang-policy.ts";
import type { Catalogue, ScriptEntry } from "../text/catalogue.ts";

export interface Campaign {
  readonly gang: number;
  readonly key: number;
  readonly script: ScriptEntry;
  /** How its targets are chosen, a setting (scenario/knobs.ts); as usual if left out. */
  readonly targets?: number;
  readonly fromTick: number;
  readonly untilTick: number;
}

export class CampaignMaker {
  readonly #catalogue: Catalogue;
  readonly #draws: RandomStream;
  readonly #settings: Scenario["gangs"];
  readonly #shift: number;

  constructor(scenario: Scenario, seed: number, catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#draws = new RandomStream(seed, "campaign");
    this.#settings = scenario.gangs;
    this.#shift = unit(new RandomStream(seed, "campaign-shift").draw(0, 0)[0]!);
  }

  /** The first is already under way when the run starts; later ones last half to one and a half times the mean. */
  launch(gang: number, serial: number, typology: number, tick: number, policy: GangPolicy = USUAL_POLICY): Campaign {
    const key = this.#draws.draw(gang, serial, 1)[0]! | 0;
    const words = this.#draws.draw(gang, serial, 0);
    const opening = allotCampaign(gang, serial, this.#shift) < this.#settings.callFirstShare ? "call" : "message";
    const script = this.#chooseScript(typology, opening, words[1]!);
    const lengthInMeans = serial === 0 ? lengthUnderWay(words[3]!) : 0.5 + unit(words[3]!);
    const length = Math.max(
      1,
      Math.floor((levelIn(policy, "rewriting") ?? this.#settings.campaignDays * HOURS_PER_DAY) * lengthInMeans),
    );
    const age = serial === 0 ? below(words[2]!, length) : 0;
    return { gang, key, script, targets: policy.targets, fromTick: tick - age, untilTick: tick + length - age };
  }

  #chooseScript(typology: number, opening: "call" | "message", word: number): ScriptEntry {
    const scripts = this.#catalogue.scripts[typology]!;
    const preferred = scripts.filter((script) => script.steps[0]!.channel === opening);
    const choices = preferred.length > 0 ? preferred : scripts;
    return choices[below(word, choices.length)]!;
  }
}

/** The length, in means, of a campaign that is met under way: the longer it lasts, the likelier it is met. */
function lengthUnderWay(word: number): number {
  return Math.sqrt(0.25 + 2 * unit(word));
}
