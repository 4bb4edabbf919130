/** The live page: its state is drawn anew whenever it changes. */
import { render } from "preact";
import { linkOf, parseAddress } from "./address.ts";
import { App } from "./parts/app.tsx";
import { Session } from "./session.ts";
import { recallPast } from "./past-memory.ts";
import { initialState, type State } from "./state.ts";
import { Store } from "./store.ts";
import { followPalette } from "./theme.ts";

const root = document.querySelector("#app")!;
const store = new Store(
  initialState(
    parseAddress(linkOf(location), navigator.languages),
    recallPast(() => sessionStorage),
  ),
  draw,
);
const session = new Session(store);

followPalette();
draw(store.state);
void session.begin();

function draw(state: State): void {
  render(<App state={state} session={session} />, root);
}
