/** Answers by idempotency key: who asks again, because the answer got lost, gets the one that there was. */
import { createHash } from "node:crypto";
import { LatestByName } from "./latest-by-name.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Given {
  readonly bodyHash: string;
  readonly answer: Promise<Answer>;
}

/** Answers that are kept; fewer, where they are to large arrays. */
const MOST_KEPT = 10_000;
const MOST_KEPT_UNITS = 16 * 1024 * 1024;
export const MAX_KEY_UNITS = 255;

export class RepeatedAnswers {
  readonly #given = new LatestByName<Given>(MOST_KEPT, MOST_KEPT_UNITS);

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
    const kept = await made.then(
      (given) => (given.status < 500 ? given : null),
      () => null,
    );
    if (kept === null) this.#given.forget(name);
    else this.#given.weigh(name, kept.body.length);
    return { answer: await made, isRepeated: false };
  }
}
