/** What the stage `lookalike` saw of one event: the identities that its caller and domain imitate. */
import { imitationsFound } from "./found.ts";
import type { Findings } from "../../event/findings.ts";
import type { Localised } from "../stage.ts";
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

export function explainLookalikes({ caller, domain }: SeenLookalikes): Localised | null {
  const found = [
    ...(caller ? [wordsOf({ en: "caller", zh: "主叫" }, caller)] : []),
    ...(domain ? [wordsOf({ en: "domain", zh: "域名" }, domain)] : []),
  ];
  if (found.length === 0) return null;
  return { en: found.map(({ en }) => en).join("; "), zh: found.map(({ zh }) => zh).join("；") };
}

function wordsOf(what: Localised, { name, edits }: Imitation): Localised {
  return edits === 0
    ? {
        en: `${what.en} passes for ${name} (the same or containing it, once folded)`,
        zh: `${what.zh}冒充 ${name}（归一后相同或包含它）`,
      }
    : {
        en: `${what.en} passes for ${name} (edit distance ${edits} once folded)`,
        zh: `${what.zh}冒充 ${name}（归一后相差 ${edits} 处）`,
      };
}
