/** Small worlds in which most parts of a simulation are at work. */
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";

/** Hardly any benign traffic, and people who are easily taken in. */
const VICTIMS = [
  "hours=48",
  "population.subscribers=4000",
  "gangs.count=20",
  "gangs.messagesPerDay=100",
  "gangs.callsPerDay=100",
  "blocklist.initialEntries=2000",
  "templates.initial=100",
  "dissuasion.agents=1",
  "dissuasion.visitTeams=2",
  "episodes.messageTakesHold=0.08",
  "episodes.callTakesHold=0.13",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.02`),
];

/** By name, what is set on top of the scenario `smoke`. */
export const WORLDS: Readonly<Record<string, readonly string[]>> = { smoke: [], victims: VICTIMS };
