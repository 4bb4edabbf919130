/** The page of `ringfence gateway`: what it decides now, and the cases that wait for a person. */
import { render } from "preact";
import { followPalette } from "../theme.ts";
import { App } from "./parts/app.tsx";
import { GatewaySession } from "./session.ts";

const root = document.querySelector("#app")!;
const session = new GatewaySession(draw);

followPalette();
document.addEventListener("keydown", (event) => session.onKey(event));
draw();
session.begin();

function draw(): void {
  render(<App state={session.state} session={session} />, root);
}
