/** Parameters of gangs that change how they work. */
import { z } from "zod";
import { type Knob, KNOB_NAMES, SETTINGS, settingNamed } from "../record/knobs.ts";
import { type Toggle, choice, count, days, described, group, quantity, share, toggle, yuan } from "./parameter.ts";

export const ADVERSARY_MODES = ["fixed", "scripted", "adaptive"] as const;

const MAX_CHANGES = 1000;
const LIST_OF_CHANGES = "list of hour, knob and setting";

/** Whether gangs adapt, to what, how fast, and with which knobs. */
export function adversaryGroup() {
  return group({
    mode: choice.basic("fixed", ADVERSARY_MODES)`
      Whether gangs keep today's habit, follow the schedule, or begin as it says and then turn to what pays.`,
    fromHour: count(0, [0, 24 * 366], "design")`
      In mode adaptive: when gangs begin to turn to what pays; before, they work as the schedule says.`,
    schedule: described(z.array(scheduledChange()).max(MAX_CHANGES).default([]), LIST_OF_CHANGES, "design", "basic")`
      What all gangs change, and from which hour on; in mode fixed, nothing.`,
    reviewsPerWeek: quantity("reviews per gang and week")(7, [0, 7])`
      How often a gang looks back, and turns the knob that promises most; 0 for never.`,
    changeYuan: yuan(200)`What a gang pays to turn a knob.`,
    memoryDays: days(14, [0.5, 3650])`How soon a gang forgets: a day so long ago counts 1 / e of the last.`,
    exploration: quantity("factor within the bonus")(
      0.002,
      [0, 10],
      "assumed; above 0.5 the bound of Garivier and Moulines (2011) holds, and gangs would try for years",
    )`How much a gang prefers settings that were seldom tried.`,
    learning: share(0.5)`What the day of another gang counts beside one of its own.`,
    knobs: group(
      Object.fromEntries(KNOB_NAMES.map((name) => [name, toggle(true)`Whether gangs review this: ${name}.`])) as Record<
        Knob,
        Toggle
      >,
    ),
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
