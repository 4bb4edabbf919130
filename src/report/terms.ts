/** Words of a report that new readers asked for; a terminal explains them once in each folder. */
import { t, type Text } from "../ui/words.ts";

export const TERMS: readonly (readonly [term: Text, meaning: Text])[] = [
  [t`95 %`, t`where the figure would lie if the gangs were drawn again: others like them, as many`],
  [t`episode`, t`one gang's attempt on one person who is hooked, until its end`],
  [t`on target`, t`a warning to somebody who is in an episode at that time; the others are false alarms`],
  [t`in time`, t`it arrived before the episode ended and before any money was sent`],
  [t`effective`, t`on target, in time, and the first for its episode`],
  [t`kept`, t`warned in time and paid nothing, also those who would have paid nothing anyway`],
  [t`saved`, t`lost money with interception alone, and not with warnings too: what warnings change`],
  [t`hours of work`, t`of agents who telephone and teams who visit`],
  [t`scaled`, t`a figure of a whole country, made as small as the scenario`],
  [t`re-weighted`, t`as if fraud were as rare as in real traffic`],
];
