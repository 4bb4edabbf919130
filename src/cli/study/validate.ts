/** `ringfence study validate`: facts of the field next to a run. */
import { RingfenceError } from "../../core/errors.ts";
import { type Validation, validation, validationSchema } from "../../study/validate.ts";
import { studyVerb, type CommonOptions, scenarioOf } from "./common.ts";

export const VALIDATE = studyVerb<CommonOptions, Validation>({
  verb: "validate",
  schema: validationSchema,
  description: "compare a run with what is known of the field",
  seeds: "1",
  seedsHelp: "the seed of the run",
  plan: (names, options, how) => {
    const [seed, ...more] = how.seeds;
    if (more.length > 0) throw new RingfenceError("usage", "--seeds: one is run, so name one");
    return validation(scenarioOf(names, options), seed!);
  },
});
