import { type Action, reduce, type State } from "./state.ts";

export class Store {
  #state: State;
  readonly #changed: (state: State) => void;

  constructor(initial: State, changed: (state: State) => void) {
    this.#state = initial;
    this.#changed = changed;
  }

  get state(): State {
    return this.#state;
  }

  readonly dispatch = (action: Action): void => {
    this.#state = reduce(this.#state, action);
    this.#changed(this.#state);
  };
}
