/** Answers by idempotency key: who asks again, because the answer got lost, gets the one that there was. */
import { createHash } from "node:crypto";
import { LastEvents } from "./last-events.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Given {
  readonly bodyHash: string;
  readonly answer: Promise<Answer>;
}

/** Answers that are kept; some hundred bytes each, an array more. */
const MOST_KEPT = 10_000;
export const MAX_KEY_UNITS = 255;

export class RepeatedAnswers {
  readonly #given = new LastEvents<Given>(MOST_KEPT);

  /**
   * `answer`, or what it came to before; "otherBody" where the key was used for another question. A fault is not kept:
   * who asks again has another try.
   */
  async once(
    client: string,
    path: string,
    key: string,
    body: string,
    answer: () => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly isRepeated: boolean } | "otherBody"> {
    const name = JSON.stringify([client, path, key]);
    const bodyHash = createHash("sha256").update(body).digest("base64");
    const known = this.#given.get(name);
    if (known !== null) {
      return known.bodyHash === bodyHash ? { answer: await known.answer, isRepeated: true } : "otherBody";
    }
    const made = answer();
    this.#given.add(name, { bodyHash, answer: made });
    const isKept = await made.then(
      ({ status }) => status < 500,
      () => false,
    );
    if (!isKept) this.#given.forget(name);
    return { answer: await made, isRepeated: false };
  }
}
