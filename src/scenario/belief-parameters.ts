/** Parameters of what people believe, what a warning does to it, and what they say to those who warn them. */
import { ASSUMED, basic, group, quantity, share } from "./parameter.ts";

const ANY_LOGITS = { min: -20, max: 20 };
const LOGITS = { min: 0, max: 20 };

/**
 * How firmly a victim believes the fraudster, and how far each warning moves that, in logits. No source gives any of
 * them; they are set so that a message alone dissuades about 40 %, and a first talk some three in four: whoever is left
 * takes more talks, a visit, a relative.
 */
export function beliefGroup() {
  const logits = (value: number, description: string) => quantity(value, LOGITS, "logits", ASSUMED, description);
  const persuasion = (value: number, by: string) =>
    logits(value, `Persuasion by ${by}, the first that a person hears, with full trust in warnings.`);
  return group({
    base: basic(quantity(1.2, ANY_LOGITS, "logits", ASSUMED, "Mean belief in the fraudster when an episode begins.")),
    spread: logits(1.4, "Standard deviation of that belief between people."),
    perStep: logits(0.15, "Belief that each step of the script adds."),
    perDay: logits(0.1, "Belief that each day of an episode adds."),
    moneySent: logits(0.8, "Belief that a first transfer adds: who has sent money wants it to be well spent."),
    message: basic(
      quantity(
        1.7,
        LOGITS,
        "logits",
        "60 % of victims still believed the fraudster after a warning (news report)",
        "Persuasion by a message, the first that a person hears, with full trust in warnings.",
      ),
    ),
    telephone: basic(persuasion(2.9, "an agent on the telephone")),
    family: persuasion(3.2, "a relative"),
    visit: basic(persuasion(3.2, "a visit")),
    repeated: share(
      0.5,
      ASSUMED,
      "Of the warnings that a person heard in an episode the strongest counts whole, the next this share of its worth, the one after it this share of that share.",
    ),
    halfLifeHours: quantity(
      60,
      { min: 0.1, max: 5000 },
      "hours",
      ASSUMED,
      "Persuasion halves in this time, as the fraudster talks back.",
    ),
    hesitation: logits(
      0.4,
      "By so much persuasion must exceed belief for a person to break off at once; from nothing up to this, the person goes on, and decides when the transfer is due.",
    ),
    falseAlarmFactor: basic(
      share(0.92, ASSUMED, "Each false alarm of the last weeks multiplies the persuasion of a warning."),
    ),
    falseAlarmDays: quantity(30, { min: 0, max: 365 }, "days", ASSUMED, "How long a false alarm is remembered."),
  });
}

/**
 * What an agent or a team hears. Who is persuaded agrees. Everybody else says one of three things: the shares of
 * denial and of agreement in words are stated, and the rest hang up or shut the door.
 */
export function repliesGroup() {
  return group(
    {
      benignDenies: share(0.6, ASSUMED, "Of those in no episode, who say that all is well."),
      benignAgrees: share(0.35, ASSUMED, "Of those in no episode, who say thank you, and that they take care."),
      victimDenies: share(0.5, ASSUMED, "Of victims who are not persuaded, who say that all is well."),
      lipService: share(0.03, ASSUMED, "Of victims who are not persuaded, who agree in words and do not mean it."),
    },
    {
      of: ["benignDenies", "benignAgrees", "victimDenies", "lipService"],
      holds: ({ benignDenies, benignAgrees, victimDenies, lipService }) =>
        benignDenies! + benignAgrees! <= 1 && victimDenies! + lipService! <= 1,
      expected: "benignDenies + benignAgrees, and victimDenies + lipService, must not exceed 1",
    },
  );
}
