/** The live page. */
import { render } from "preact";

render(<h1>Ringfence</h1>, document.querySelector("#app")!);
