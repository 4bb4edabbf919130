import { BENIGN_CLASSES } from "../../src/event/taxonomy.ts";

/** Three weeks of ten gangs, and hardly any benign traffic. */
export const WORLD = [
  "hours=504",
  "population.subscribers=2500",
  "gangs.count=10",
  "gangs.callFirstShare=0.42",
  "dissuasion.agents=1",
  "dissuasion.visitTeams=2",
  "gangs.messagesPerDay=200",
  "gangs.callsPerDay=150",
  "blocklist.initialEntries=2000",
  "templates.initial=200",
  "episodes.messageTakesHold=0.03",
  "episodes.callTakesHold=0.05",
  ...BENIGN_CLASSES.map((name) => `benign.${name}.perDay=0.05`),
];
