/** How a caller's identity was written, in words that follow "a number". */
import type { IdentityForm } from "../event/identity.ts";

export const FORM_WORDS: Readonly<Record<IdentityForm, string>> = {
  plain: "as dialled",
  areaCode: "with 0 and an area code in front",
  doubleZero: "with 00 in front",
  plus: "with + in front",
  port: "a 106 port of a message gateway",
  alphanumeric: "a name",
  opaque: "no number and no name",
  withheld: "not shown",
};
