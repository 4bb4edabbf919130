import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { count, group, quantity, sigma } from "./parameter.ts";

export function populationGroup() {
  return group({
    subscribers: count.basic(100_000, [100, 5_000_000], "design")`People who can be called: a population at risk.`,
    exposureSigma: sigma(1)`How unequally people stand on the lists that gangs trade.`,
  });
}

export function benignGroup() {
  return group(
    Object.fromEntries(BENIGN_CLASSES.map((name) => [name, classSchema(name)])) as Record<
      BenignClass,
      ReturnType<typeof classSchema>
    >,
  );
}

/** How often a subscriber gets a call or message of the class in a day. No source gives rates by class. */
const PER_DAY: Readonly<Record<BenignClass, number>> = {
  family: 0.6,
  work: 0.5,
  courier: 0.22,
  delivery: 0.25,
  otp: 0.35,
  bank: 0.18,
  hospital: 0.04,
  school: 0.05,
  marketing: 0.45,
  government: 0.05,
  stranger: 0.14,
};

function classSchema(name: BenignClass) {
  return group({
    perDay: quantity("events per subscriber and day")(PER_DAY[name], [0, 50])`
      How often a subscriber gets such a call or message.`,
  });
}
