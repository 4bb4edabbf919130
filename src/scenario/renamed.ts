/** Parameters that had another name before 0.4.0: what each is called now. */
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
};

/** The path of a parameter under its new name; null where none of its keys was renamed. */
export function renamed(path: readonly (string | number)[]): string | null {
  const now = path.map((key, index) => nameOf(String(key), path[index - 1]));
  return now.every((key, index) => key === String(path[index])) ? null : now.join(".");
}

function nameOf(key: string, group: string | number | undefined): string {
  if (group === "heeding" && key === "text") return "message";
  return Object.hasOwn(NAMES, key) ? NAMES[key]! : key;
}
