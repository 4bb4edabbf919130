/** As in the scenario evasive, from the second day on: other words, and everybody into a chat. */
import { strategyFrom } from "ringfence";

export default strategyFrom({
  name: "evasive",
  decide: ({ day }) => (day === 1 ? { obfuscation: "paraphrased", chat: 1 } : {}),
});
