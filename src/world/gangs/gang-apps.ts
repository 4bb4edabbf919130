/**
 * The apps of gangs, on the main thread. A gang whose script needs an app has one in use at a time. It is replaced when
 * its life is over or, if the network refuses it, once the gang has noticed and another is ready.
 */
import { exponential } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import { appOf } from "../../record/app.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { DOMAIN_LIFE_HOURS, GIVEN_UP_HOURS, nonsense } from "./domain.ts";
import type { GangNews } from "./gang.ts";
import { TYPOLOGY_TRAITS } from "../typologies.ts";

type OpenedApp = GangNews["openedApps"][number];

interface App {
  readonly ordinal: number;
  readonly name: string;
  readonly retiresTick: number;
  readonly refused: boolean;
}

/** From the decision to give up an app until another is ready. Assumed; changes no headline figure. */
const READY_HOURS = 36;

const PART_NEED = 0;
const PART_LIFE = 1;
const PART_NOTICE = 2;

export class GangApps {
  /** By gang: apps refused to somebody, and how many of these the gang has replaced. */
  readonly refusedByGang: Uint32Array;
  readonly replacedByGang: Uint32Array;
  readonly #draws: RandomStream;
  readonly #inUse: (App | null)[];
  #firstOpened: OpenedApp[] = [];

  constructor({ gangs }: Scenario, seed: number, typologies: readonly number[]) {
    this.#draws = new RandomStream(seed, "gang-app");
    this.refusedByGang = new Uint32Array(typologies.length);
    this.replacedByGang = new Uint32Array(typologies.length);
    this.#inUse = typologies.map((typology, gang) => {
      if (TYPOLOGY_TRAITS[typology]!.app !== true) return null;
      if (unit(this.#draws.draw(gang, 0, PART_NEED)[0]!) >= gangs.apps) return null;
      return this.#open(gang, 0, 0, this.#firstOpened);
    });
  }

  /** Replaces the apps that are due at `tick`. Returns new apps; on the first call, also the apps of the start. */
  advance(tick: number): OpenedApp[] {
    const opened = this.#firstOpened;
    this.#firstOpened = [];
    this.#inUse.forEach((app, gang) => {
      if (app === null || tick < app.retiresTick) return;
      if (app.refused) this.replacedByGang[gang]!++;
      this.#inUse[gang] = this.#open(gang, app.ordinal + 1, tick, opened);
    });
    return opened;
  }

  appOf(gang: number): string | null {
    return this.#inUse[gang]?.name ?? null;
  }

  /** The first refusal of a gang's app starts its replacement. */
  noteRefused(gang: number, name: string, timeMs: number): void {
    const app = this.#inUse[gang];
    if (!app || app.name !== name || app.refused) return;
    this.refusedByGang[gang]!++;
    const noticed = exponential(this.#draws.draw(gang, app.ordinal, PART_NOTICE)[0]!, GIVEN_UP_HOURS);
    // The tick after that time may be under way when this is known.
    const readyTick = Math.floor(timeMs / HOUR_MS) + 1 + Math.ceil(noticed + READY_HOURS);
    this.#inUse[gang] = { ...app, refused: true, retiresTick: Math.min(app.retiresTick, readyTick) };
  }

  #open(gang: number, ordinal: number, tick: number, opened: OpenedApp[]): App {
    const words = [...this.#draws.draw(gang, ordinal, PART_LIFE), ...this.#draws.draw(gang, ordinal, PART_LIFE, 1)];
    const name = appOf(`com.${nonsense(words)}`);
    opened.push({ gang, app: name });
    const lifeHours = Math.max(1, Math.ceil(exponential(words[0]!, DOMAIN_LIFE_HOURS)));
    return { ordinal, name, retiresTick: tick + lifeHours, refused: false };
  }
}
