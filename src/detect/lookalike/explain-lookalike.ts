/** What the stage `lookalike` saw of one event: the identities that its caller and domain imitate. */
import { joined, t, type Text, type Localised } from "../../ui/words.ts";
import { imitationsFound } from "./found.ts";
import type { Findings } from "../../event/findings.ts";
import type { Lookalikes } from "./lookalikes.ts";

export interface SeenLookalikes {
  readonly caller: Imitation | null;
  readonly domain: Imitation | null;
}

export interface Imitation {
  readonly name: string;
  /** Edit distance between it and the folded name or domain of the event. */
  readonly edits: number;
}

export function seenLookalikes(findings: Findings, row: number, { handle }: Lookalikes): SeenLookalikes {
  const { hotlines, domains } = handle.protected;
  const { caller, callerOf, domain, domainOf } = imitationsFound(findings);
  const hotline = caller[row]! > 0 ? hotlines[callerOf[row]!]! : null;
  const genuine = domain[row]! > 0 ? domains[domainOf[row]!]! : null;
  return {
    caller: hotline && { name: `${hotline.digits} ${hotline.zh} (${hotline.en})`, edits: caller[row]! - 1 },
    domain: genuine && { name: `${genuine.domain} ${genuine.zh} (${genuine.en})`, edits: domain[row]! - 1 },
  };
}

export function explainLookalikes({ caller, domain }: SeenLookalikes): Text | null {
  const found = [...(caller ? [wordsOf(t`caller`, caller)] : []), ...(domain ? [wordsOf(t`domain`, domain)] : [])];
  if (found.length === 0) return null;
  return joined(found, "; ");
}

function wordsOf(what: Localised, { name, edits }: Imitation): Localised {
  return edits === 0
    ? t`${what} passes for ${name} (the same or containing it, once folded)`
    : t`${what} passes for ${name} (edit distance ${edits} once folded)`;
}
