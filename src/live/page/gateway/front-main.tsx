/** The page of `ringfence gateway front`: what it publishes, and how the stream is. */
import { render } from "preact";
import { followPalette } from "../theme.ts";
import { FrontSession } from "./front-session.ts";
import { FrontApp } from "./parts/front-app.tsx";

const root = document.querySelector("#app")!;
const session = new FrontSession(draw);

followPalette();
draw();
session.begin();

function draw(): void {
  render(<FrontApp state={session.state} session={session} />, root);
}
