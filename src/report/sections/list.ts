/** The sections of a report, in order of reading. To add one, write a file of statements and name it here. */
import type { Section } from "../statement.ts";
import { banks } from "./banks.ts";
import { baselines } from "./baselines.ts";
import { benign } from "./benign.ts";
import { cards } from "./cards.ts";
import { dissuasion } from "./dissuasion.ts";
import { episodes } from "./episodes.ts";
import { filter } from "./filter.ts";
import { interception } from "./interception.ts";
import { leadTime } from "./lead-time.ts";
import { ledger } from "./ledger.ts";
import { limits } from "./limits.ts";
import { losses } from "./losses.ts";
import { people } from "./people.ts";
import { reported } from "./reported.ts";
import { saved } from "./saved.ts";
import { stages } from "./stages.ts";
import { threshold } from "./threshold.ts";
import { warnings } from "./warnings.ts";

export const SECTIONS: readonly Section[] = [
  people,
  losses,
  saved,
  warnings,
  leadTime,
  dissuasion,
  interception,
  stages,
  threshold,
  benign,
  banks,
  episodes,
  cards,
  filter,
  baselines,
  ledger,
  reported,
  limits,
];
