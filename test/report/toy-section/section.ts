/** A section of one's own, as small as one can be: a file, and a line in the list. */
import { figure, rows, section } from "../../../src/report/statement.ts";
import { t } from "../../../src/ui/words.ts";

export const toy = section("toy", t`A toy`, ({ tally }) => [
  rows("toy", t`What there was`, { summary: true }, [figure("gangs", t`gangs of the toy`, tally.handle.gangs)]),
]);
