/** Parameters that had another name in an earlier version: what each is called now. */
const NAMES: Readonly<Record<string, string>> = {
  watch: "signals",
  doubtfulHours: "suspectHours",
  doubtfulCall: "suspectCall",
  rememberedDealings: "rememberedContacts",
  honestShare: "benignShare",
  textShare: "messageShare",
  textsPerDay: "messagesPerDay",
  textTechnologies: "messageTechnologies",
  textTakesHold: "messageTakesHold",
  textSeconds: "messageSeconds",
  stageSigma: "stepSigma",
  readsText: "readsMessage",
  heeding: "belief",
};

/** The same in one group alone. Shares of people have become persuasion, in logits. */
const HEEDING_NAMES: Readonly<Record<string, string>> = {
  text: "message",
  firstTalk: "telephone",
  secondTalk: "repeated",
  laterTalk: "repeated",
};

/** The path of a parameter under its new name; null where none of its keys was renamed. */
export function renamed(path: readonly (string | number)[]): string | null {
  const now = path.map((key, index) => nameOf(String(key), path[index - 1]));
  return now.every((key, index) => key === String(path[index])) ? null : now.join(".");
}

function nameOf(key: string, group: string | number | undefined): string {
  const names = group === "heeding" ? HEEDING_NAMES : NAMES;
  return Object.hasOwn(names, key) ? names[key]! : key;
}
