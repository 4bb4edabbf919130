/** The live page: it is drawn anew whenever its state changes. */
import { render } from "preact";
import { App } from "./parts/app.tsx";
import { Session } from "./session.ts";

const root = document.querySelector("#app")!;
const session = new Session(draw);

draw();
void session.begin();

function draw(): void {
  render(<App session={session} />, root);
}
