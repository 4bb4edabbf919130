/** Gangs that change nothing. */
import { strategyFrom } from "ringfence";

export default strategyFrom({ name: "habit", decide: () => ({}) });
