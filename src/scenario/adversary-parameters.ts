import { z } from "zod";
import { type Knob, KNOB_NAMES, SETTINGS, settingNamed } from "./knobs.ts";
import { described, group } from "./parameter.ts";

const MAX_CHANGES = 1000;
const LIST_OF_CHANGES = "list of hour, knob and setting";

export function adversaryGroup() {
  return group({
    schedule: described(z.array(scheduledChange()).max(MAX_CHANGES).default([]), LIST_OF_CHANGES, "design", "basic")`
      What all gangs change, and from which hour on; with an empty list they keep today's habit.`,
  });
}

function scheduledChange() {
  return z
    .strictObject({
      fromHour: z.int().min(0).max(8784),
      knob: z.enum(KNOB_NAMES as unknown as [Knob, ...Knob[]]),
      setting: z.coerce.string(),
    })
    .superRefine(({ knob, setting }, context) => {
      if (settingNamed(knob, setting) !== null) return;
      context.addIssue({
        code: "custom",
        path: ["setting"],
        message: `expected a setting of ${knob}: ${SETTINGS[knob].join(", ")}`,
      });
    });
}
