/** What the page does: starts runs, follows them, and obeys the student. */
import { printable } from "../../core/terminal/printable.ts";
import { ask, Refusal } from "../../ui/browser/ask.ts";
import { t } from "../../ui/words.ts";
import type { ExplainedEvent, Status } from "../server/live-run.ts";
import type { Settings } from "../server/protocol.ts";
import type { Command, RunRequest } from "../server/requests.ts";
import type { SampledEvent } from "../server/sampled-events.ts";
import type { Catalogue } from "../server/scenario-list.ts";
import { type Address, formatAddress, parseAddress, unusedFields, worldKey } from "./address.ts";
import { recall, remember } from "./memory.ts";
import { follow } from "./server.ts";
import { fitSettings, scenarioOf } from "./settings.ts";
import { situationOf } from "./situations.ts";
import { addFrame, greet, initialState, type State, withAnswer, withStatus } from "./state.ts";

/** Each arrow key and each slider place is a change; a run starts when they stop. */
const SETTLE_MS = 450;
/** Time until a silent server is asked again. */
const RETRY_MS = 3000;

export class Session {
  state: State;
  readonly #changed: () => void;
  #stopFollowing: () => void = () => {};
  #run: string | null = null;
  /** Number of the start under way: an overtaken one gives up. */
  #start = 0;
  #world: string | null = null;
  /** A waiting start: for a control to rest, or for the server to answer. */
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.state = initialState(parseAddress(location.hash, navigator.languages), recall("past"));
    addEventListener("hashchange", () => {
      const { hash } = location;
      this.#move(parseAddress(hash, navigator.languages));
      this.#noteUnused(hash);
    });
  }

  /** Fetches the catalogue, and continues the tab's run or starts the one of the address. */
  async begin(): Promise<void> {
    const { hash } = location;
    this.#set({ connection: { state: "connecting" } });
    try {
      this.#set({ catalogue: await ask<Catalogue>("api/catalogue") });
    } catch (error) {
      return this.#refuse(error);
    }
    this.#set({ address: this.#fit(this.state.address) });
    this.#noteUnused(hash);
    this.#writeAddress();
    const remembered = recall("run");
    if (remembered?.world !== worldKey(this.state.address)) return this.restart();
    this.#world = remembered.world;
    this.#follow(remembered.run, () => void this.restart());
  }

  /** Changes the address: another world starts anew, a new pace goes to the run, a language is only shown. */
  change(parts: Partial<Address>): void {
    this.#move({ ...this.state.address, ...parts });
  }

  /** As `change`, for a control that is still moving: its value shows at once, and the run follows later. */
  turn(settings: Settings): void {
    this.#set({ address: this.#fit({ ...this.state.address, settings }) });
    clearTimeout(this.#waiting);
    // Not for every place of a slider: browsers limit writes of the address to some hundred.
    this.#waiting = setTimeout(() => this.#move(this.state.address), SETTLE_MS);
  }

  #move(address: Address): void {
    const { address: before, catalogue, unused } = this.state;
    const next = catalogue === null ? address : this.#fit(address);
    this.#set({ address: next, unused: worldKey(next) === worldKey(before) ? unused : [] });
    this.#writeAddress();
    if (catalogue === null) return;
    if (worldKey(next) !== this.#world) void this.restart();
    else if (before.hoursPerSecond !== next.hoursPerSecond) this.#sendPace();
  }

  async restart(): Promise<void> {
    clearTimeout(this.#waiting);
    if (this.state.catalogue === null) return this.begin();
    const start = ++this.#start;
    const { address } = this.state;
    this.#writeAddress();
    this.#world = worldKey(address);
    this.#stopFollowing();
    this.#set({ connection: { state: "connecting" } });
    // Cleared before the wait: a second start in the meantime must not end it again.
    const last = this.#run;
    this.#run = null;
    if (last !== null) await endRun(last);
    if (start !== this.#start) return;
    try {
      const { run } = await ask<{ run: string }>("api/runs", { method: "POST" }, requestOf(address));
      if (start !== this.#start) return endRun(run);
      remember("run", { run, world: worldKey(address) });
      const problem = t`The server no longer has this run: it was restarted, or newer runs took its place. The address still holds it.`;
      this.#follow(run, () => this.#set({ connection: { state: "broken", problem } }));
    } catch (error) {
      if (start === this.#start) this.#refuse(error);
    }
  }

  command(command: Command): void {
    const run = this.#run;
    if (run === null) return;
    ask<Status>(`${pathOf(run)}/control`, { method: "POST" }, command).then(
      (status) => this.#set(withStatus(this.state, run, status)),
      // The stream reports a lost server; a refused command leaves the run as it is, and the buttons show that.
      () => undefined,
    );
  }

  open(event: SampledEvent): void {
    if (this.#run === null) return;
    this.#set({ opened: { event, explained: null, problem: null } });
    ask<ExplainedEvent>(`${pathOf(this.#run)}/events/${encodeURIComponent(event.id)}`).then(
      (explained) => this.#set(withAnswer(this.state, event.id, { explained })),
      (error: unknown) => {
        const forgotten = t`The server no longer keeps this event; it keeps those sampled lately. Choose a newer one.`;
        const problem = error instanceof Refusal ? forgotten : t`The server does not answer.`;
        this.#set(withAnswer(this.state, event.id, { problem }));
      },
    );
  }

  close(): void {
    this.#set({ opened: null });
  }

  #follow(run: string, onGone: () => void): void {
    this.#run = run;
    this.#stopFollowing();
    this.#stopFollowing = follow(`${pathOf(run)}/stream`, {
      hello: (hello) => {
        this.#set(greet(this.state, hello));
        remember("past", this.state.past);
        if (hello.status.hoursPerSecond !== this.state.address.hoursPerSecond) this.#sendPace();
      },
      frame: (frame) => this.state.run && this.#set({ run: addFrame(this.state.run, frame) }),
      status: (status) => this.#set(withStatus(this.state, run, status)),
      lost: (since) => this.#set({ connection: { state: "lost", since: since.toLocaleTimeString() } }),
      gone: () => {
        this.#run = null;
        onGone();
      },
    });
  }

  #sendPace(): void {
    this.command({ do: "pace", hoursPerSecond: this.state.address.hoursPerSecond });
  }

  /** The address without what the catalogue does not know. */
  #fit(address: Address): Address {
    const catalogue = this.state.catalogue!;
    const scenario = scenarioOf(catalogue, address.scenario);
    const settings = fitSettings(address.settings, catalogue.controls, scenario.defaults);
    const situation = situationOf(address.situation)?.key ?? null;
    return { ...address, scenario: scenario.name, seed: address.seed ?? catalogue.seed, settings, situation };
  }

  #noteUnused(hash: string): void {
    if (this.state.catalogue === null) return;
    const address = this.#fit(parseAddress(hash, navigator.languages));
    const { defaults } = scenarioOf(this.state.catalogue, address.scenario);
    this.#set({ unused: unusedFields(hash, address, defaults) });
  }

  #writeAddress(): void {
    history.replaceState(null, "", location.pathname + formatAddress(this.state.address));
  }

  /** A refusal stands until something changes; without an answer, it is tried again. */
  #refuse(error: unknown): void {
    const isRefusal = error instanceof Refusal;
    const problem = isRefusal
      ? t`The server did not start the run: ${printable(error.message)}`
      : t`The server does not answer.`;
    this.#set({ connection: { state: "broken", problem } });
    // Nothing runs: the next change starts it, also back to what it was.
    this.#world = null;
    if (!isRefusal) this.#waiting = setTimeout(() => void this.restart(), RETRY_MS);
  }

  #set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }
}

function pathOf(run: string): string {
  return `api/runs/${encodeURIComponent(run)}`;
}

async function endRun(run: string): Promise<void> {
  await fetch(pathOf(run), { method: "DELETE", keepalive: true }).catch(() => undefined);
}

function requestOf({ scenario, seed, settings, hoursPerSecond }: Address): RunRequest {
  return { scenario: scenario!, seed: seed!, settings, hoursPerSecond };
}
