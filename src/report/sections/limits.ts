/** What a run cannot tell. */
import { t } from "../../ui/words.ts";
import { prose, section } from "../statement.ts";

export const limits = section("limits", t`Limits`, () => [
  prose(
    t`The world is synthetic. Figures marked “assumed” in the scenario have no public source: who is taken in, how long it takes, who heeds what. Other values would give the same totals.`,
    t`Intervals are within this world: another seed is another world, and its figures differ by more. Run several.`,
    t`Interception depends on how many complain and how fast cases are decided, which are parameters. Read it as “if this much is reported this fast, then”.`,
    t`Paired runs share their luck person by person, but part company: what is blocked in one may get through in another.`,
    t`Messages come from a finite grammar. A rule that finds them all finds the grammar, and says nothing of real messages.`,
  ),
]);
