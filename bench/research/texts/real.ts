/** Real messages, from a folder that RINGFENCE_DATA or --data names. None of them is in the repository. */
import type { LabelledText } from "./generated.ts";
import { readRealRows } from "./real-messages.ts";

/** A set of real messages, and what of it is told apart. */
export interface RealSet {
  readonly name: string;
  /** An index into LANGUAGES. */
  readonly language: number;
  readonly texts: readonly LabelledText[];
}

/** Fake base stations, Chinese: fraud against adverts. And a set of English messages: smishing against ham. */
export function readRealSets(folder: string): RealSet[] {
  const stations = readRealRows(folder, "sms-zh-fbs.jsonl");
  const english = readRealRows(folder, "sms-en-mendeley5971.jsonl");
  return [
    {
      name: "FBS: fraud against adverts",
      language: 0,
      texts: stations
        .filter(({ group }) => group === "fraud" || group === "advert")
        .map(({ text, group }) => ({ text: withoutTokens(text), isFraud: group === "fraud" }))
        .filter(isMessage),
    },
    {
      name: "Mendeley: smishing against ham",
      language: 1,
      texts: english
        .filter(({ label }) => label === "smishing" || label === "ham")
        .map(({ text, label }) => ({ text, isFraud: label === "smishing" }))
        .filter(isMessage),
    },
  ];
}

function isMessage({ text }: LabelledText): boolean {
  return text.length > 1;
}

/** The set has its words apart and its numbers and names as tokens: as they would have stood in the message. */
function withoutTokens(text: string): string {
  return text
    .replaceAll(/URL\w*/g, "a.cn")
    .replaceAll("CELLPHONE", "13000000000")
    .replaceAll("PHONE", "4000000000")
    .replaceAll("DIGIT", "100")
    .replaceAll(/NAME|PLACE|BANK|WECHAT/g, "")
    .replaceAll(" ", "");
}
