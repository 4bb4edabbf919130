/** What the page does: starts runs, follows them, and obeys the student. All changes go through the store. */
import type { Command, RunRequest, SampledEvent } from "../server/protocol.ts";
import { type Address, formatAddress, linkOf, parseAddress, worldKey } from "./address.ts";
import { controlRun, endRun, explainEvent, fetchCatalogue, startRun } from "./api.ts";
import { Refusal } from "./ask.ts";
import { misreadOf } from "./misread.ts";
import { rememberPast } from "./past-memory.ts";
import { recallRun, rememberRun } from "./run-memory.ts";
import { fitSettings, scenarioOf } from "./settings.ts";
import { situationOf } from "./situations.ts";
import type { Store } from "./store.ts";
import { RunStream } from "./stream.ts";

/** Each arrow key and each slider place is a change; a run starts when they stop. */
const SETTLE_MS = 450;
/** Time until a silent server is asked again. */
const RETRY_MS = 3000;

export class Session {
  readonly #store: Store;
  #stream: RunStream | null = null;
  /** The link of this page, until its problems were shown. */
  #link: string | null = linkOf(location);
  #run: string | null = null;
  /** Number of the start under way: an overtaken one gives up. */
  #start = 0;
  #world: string | null = null;
  /** A waiting start: for a control to rest, or for the server to answer. */
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    this.#store = store;
    addEventListener("hashchange", () => {
      this.#link = linkOf(location);
      this.move(parseAddress(this.#link, navigator.languages));
    });
  }

  /** Fetches the catalogue, and continues the tab's run or starts the one of the address. */
  async begin(): Promise<void> {
    this.#store.dispatch({ type: "connection", connection: { state: "connecting" } });
    try {
      this.#store.dispatch({ type: "catalogue", catalogue: await fetchCatalogue() });
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#show(this.#fit(this.#store.state.address));
    this.#tellMisread();
    this.#writeAddress();
    const world = worldKey(this.#store.state.address);
    const remembered = recallRun();
    if (remembered?.world === world) {
      this.#world = world;
      this.#follow(remembered.run, () => void this.restart());
    } else await this.restart();
  }

  /**
   * Goes to another address, made from the present one: another world starts anew, a new pace goes to the run, a
   * language is only shown.
   */
  change(of: (address: Address) => Address): void {
    this.move(of(this.#store.state.address));
  }

  /** As `change`, for a control that is still moving: its value shows at once, and the run follows later. */
  turn(of: (address: Address) => Address): void {
    this.#show(this.#fit(of(this.#store.state.address)));
    clearTimeout(this.#waiting);
    // Not for every place of a slider: browsers limit writes of the address to some hundred.
    this.#waiting = setTimeout(() => this.move(this.#store.state.address), SETTLE_MS);
  }

  move(address: Address): void {
    const before = this.#store.state.address;
    const isKnown = this.#store.state.catalogue !== null;
    this.#show(isKnown ? this.#fit(address) : address);
    if (isKnown) this.#tellMisread();
    this.#writeAddress();
    if (!isKnown) return;
    const next = this.#store.state.address;
    if (worldKey(next) !== this.#world) void this.restart();
    else if (before.hoursPerSecond !== next.hoursPerSecond) this.#tellPace();
  }

  async restart(): Promise<void> {
    clearTimeout(this.#waiting);
    if (this.#store.state.catalogue === null) {
      await this.begin();
      return;
    }
    const start = ++this.#start;
    this.#writeAddress();
    this.#world = worldKey(this.#store.state.address);
    this.#stream?.close();
    this.#store.dispatch({ type: "connection", connection: { state: "connecting" } });
    // Cleared before the wait: a second start in the meantime must not end it again.
    const last = this.#run;
    this.#run = null;
    if (last !== null) await endRun(last).catch(() => undefined);
    if (start !== this.#start) return;
    const { address } = this.#store.state;
    try {
      const { run } = await startRun(requestOf(address));
      if (start !== this.#start) {
        await endRun(run).catch(() => undefined);
        return;
      }
      rememberRun({ run, world: worldKey(address) });
      this.#follow(run, () => this.#store.dispatch({ type: "connection", connection: { state: "gone" } }));
    } catch (error) {
      if (start === this.#start) this.#refuse(error);
    }
  }

  command(command: Command): void {
    const run = this.#run;
    if (run === null) return;
    controlRun(run, command).then(
      (status) => this.#store.dispatch({ type: "status", run, status }),
      // The stream reports a lost server; a refused command leaves the run as it is, and the buttons show that.
      () => undefined,
    );
  }

  open(event: SampledEvent): void {
    if (this.#run === null) return;
    this.#store.dispatch({ type: "open", event });
    explainEvent(this.#run, event.id).then(
      (explained) => this.#store.dispatch({ type: "explained", explained }),
      (error: unknown) => {
        const problem = error instanceof Refusal ? "forgotten" : "unreachable";
        this.#store.dispatch({ type: "unexplained", event: event.id, problem });
      },
    );
  }

  /** Hides the notice about the link. */
  dismissNotice(): void {
    this.#store.dispatch({ type: "misread", misread: [] });
  }

  close(): void {
    this.#store.dispatch({ type: "close" });
  }

  #follow(run: string, onGone: () => void): void {
    const { dispatch } = this.#store;
    this.#run = run;
    this.#stream?.close();
    this.#stream = new RunStream(run, {
      hello: (hello) => {
        dispatch({ type: "hello", hello });
        rememberPast(this.#store.state.past, () => sessionStorage);
        if (hello.status.hoursPerSecond !== this.#store.state.address.hoursPerSecond) this.#tellPace();
      },
      frames: (frames) => dispatch({ type: "frames", frames }),
      status: (status) => dispatch({ type: "status", run, status }),
      lost: (sinceMs) => dispatch({ type: "connection", connection: { state: "lost", sinceMs } }),
      found: () => dispatch({ type: "connection", connection: { state: "live" } }),
      gone: () => {
        this.#run = null;
        onGone();
      },
    });
  }

  #tellPace(): void {
    this.command({ do: "pace", hoursPerSecond: this.#store.state.address.hoursPerSecond });
  }

  /** The address without what the catalogue does not know. */
  #fit(address: Address): Address {
    const catalogue = this.#store.state.catalogue!;
    const scenario = scenarioOf(catalogue, address.scenario);
    const settings = fitSettings(address.settings, catalogue.controls, scenario.defaults);
    const situation = situationOf(address.situation)?.key ?? null;
    return { ...address, scenario: scenario.name, seed: address.seed ?? catalogue.seed, settings, situation };
  }

  #tellMisread(): void {
    if (this.#link === null) return;
    // Made from the link anew: later changes on the page are no mistakes.
    const address = this.#fit(parseAddress(this.#link, navigator.languages));
    const { defaults } = scenarioOf(this.#store.state.catalogue!, address.scenario);
    this.#store.dispatch({ type: "misread", misread: misreadOf(this.#link, address, defaults) });
    this.#link = null;
  }

  #show(address: Address): void {
    this.#store.dispatch({ type: "address", address });
  }

  #writeAddress(): void {
    history.replaceState(null, "", location.pathname + formatAddress(this.#store.state.address));
  }

  /** A refusal stands until something changes; without an answer, it is tried again. */
  #refuse(error: unknown): void {
    const refusal = error instanceof Refusal ? error : null;
    this.#store.dispatch({ type: "connection", connection: { state: "refused", refusal } });
    // Nothing runs: the next change starts it, also back to what it was.
    this.#world = null;
    if (refusal === null) this.#waiting = setTimeout(() => void this.restart(), RETRY_MS);
  }
}

function requestOf({ scenario, seed, settings, hoursPerSecond }: Address): RunRequest {
  return { scenario: scenario!, seed: seed!, settings, hoursPerSecond };
}
