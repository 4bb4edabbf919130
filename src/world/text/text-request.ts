/** One object is reused for every text. */
import { type RandomStream } from "../../core/random.ts";

export interface TextRequest {
  message: number;
  /** An index into LANGUAGES: 0 zh, 1 en. */
  language: number;
  /**
   * A 32-bit key. For a script it fixes one wording per segment: the campaign's own script. For every message it fixes
   * brand, app and chat handle, so give a benign sender a key of its own. Take it from a draw where it should differ
   * from seed to seed.
   */
  campaign: number;
  /** Rung of the obfuscation ladder, 0 to 5. */
  level: number;
  /** All blocks of (entity, ordinal, part) of this stream belong to the text. `stream.words` is overwritten. */
  stream: RandomStream;
  entity: number;
  ordinal: number;
  part: number;
  /**
   * Host of {link}: units [linkFrom, linkTo) of `link`, at most MAX_HOST_UNITS. Empty: a host below .example is drawn.
   */
  link: Uint16Array;
  linkFrom: number;
  linkTo: number;
  /** Written by the composer: whether the text has that link in it. */
  linkWritten: boolean;
  /** {phone} as an identity (identity.ts). 0, or one without digits: a number is drawn. */
  phone: number;
}

export function createTextRequest(stream: RandomStream): TextRequest {
  return {
    message: 0,
    language: 0,
    campaign: 0,
    level: 0,
    stream,
    entity: 0,
    ordinal: 0,
    part: 0,
    link: new Uint16Array(0),
    linkFrom: 0,
    linkTo: 0,
    linkWritten: false,
    phone: 0,
  };
}
