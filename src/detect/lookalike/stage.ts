/** The stage `lookalike`: does the caller, or a domain in the text, pass for a hotline or a brand? */
import { t, joined, type Text, type Localised } from "../../ui/words.ts";
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import { once } from "../../core/once.ts";
import type { FoundField, StageOf } from "../stage.ts";
import { checkLookalikes } from "./check-lookalikes.ts";
import { IMITATION_COLUMNS, imitationsFound } from "./found.ts";
import { loadProtectedIdentities } from "./protected.ts";
import { Lookalikes, type LookalikesHandle } from "./lookalikes.ts";

export const LOOKALIKE = {
  name: "lookalike",
  title: t`Look-alike`,
  question: t`Does it pass for a hotline or a brand?`,
  summary: "Identities and domains that imitate protected ones.",
  columns: IMITATION_COLUMNS,
  evidence: {
    callerLookalike: { weight: 650, words: t`caller imitates a hotline` },
    domainLookalike: { weight: 450, words: t`domain imitates a brand` },
    // Scripts copy what institutions write, so genuine notices are as near to a known script as the copy.
    ownIdentity: {
      weight: -560,
      words: t`sender or all links are an institution's own`,
      excuses: true,
    },
  },
  readEvidence: ({ kind }, findings, _, bitOf) => {
    const { caller, domain, own } = imitationsFound(findings);
    const [callerLookalike, domainLookalike] = [bitOf("callerLookalike"), bitOf("domainLookalike")];
    const ownIdentity = bitOf("ownIdentity");
    return (row) => {
      let bits = caller[row]! > 0 ? callerLookalike : 0;
      if (kind[row] !== KIND_MESSAGE) return bits;
      if (domain[row]! > 0) bits |= domainLookalike;
      return own[row]! > 0 ? bits | ownIdentity : bits;
    };
  },
  lasting: once(() => Lookalikes.build(loadProtectedIdentities()).handle),
  attacher: () => ({ attach: (handle) => Lookalikes.attach(handle) }),
  screen: checkLookalikes,
  clear: (findings, count) => {
    const { caller, domain, own } = imitationsFound(findings);
    caller.fill(0, 0, count);
    domain.fill(0, 0, count);
    own.fill(0, 0, count);
  },
  context: (handle) => Lookalikes.attach(handle),
  saw: (_, findings, row, { context }) => seenLookalikes(findings, row, context),
  explain: (_events, _findings, _row, saw) => saw && explainLookalikes(saw),
  record: recordOf,
  fields: [
    ...(["of", "distance"] as const).map((what): FoundField => ({
      name: `lookalike_caller_${what}`,
      type: "int32",
      nullable: true,
      of: (findings, row) => callerFound(findings, row)?.[what] ?? null,
    })),
    ...(["of", "distance"] as const).map((what): FoundField => ({
      name: `lookalike_domain_${what}`,
      type: "int32",
      ofTexts: true,
      of: (findings, row) => domainFound(findings, row)?.[what] ?? null,
    })),
  ],
} as const satisfies StageOf<LookalikesHandle, Lookalikes, SeenLookalikes, Lookalikes>;

export interface ImitationRecord {
  readonly of: number;
  readonly distance: number;
}

function recordOf({ kind }: EventBatch, findings: Findings, row: number) {
  const domain = kind[row] === KIND_MESSAGE ? domainFound(findings, row) : null;
  return { caller: callerFound(findings, row), domain };
}

function callerFound(findings: Findings, row: number): ImitationRecord | null {
  const found = imitationsFound(findings);
  return imitationOf(found.caller[row]!, found.callerOf[row]!);
}

function domainFound(findings: Findings, row: number): ImitationRecord | null {
  const found = imitationsFound(findings);
  return imitationOf(found.domain[row]!, found.domainOf[row]!);
}

function imitationOf(level: number, of: number): ImitationRecord | null {
  return level === 0 ? null : { of, distance: level - 1 };
}

export interface SeenLookalikes {
  readonly caller: Imitation | null;
  readonly domain: Imitation | null;
}

export interface Imitation {
  readonly name: string;
  /** Edit distance between it and the folded name or domain of the event. */
  readonly edits: number;
}

function seenLookalikes(findings: Findings, row: number, { handle }: Lookalikes): SeenLookalikes {
  const { hotlines, domains } = handle.protected;
  const { caller, callerOf, domain, domainOf } = imitationsFound(findings);
  const hotline = caller[row]! > 0 ? hotlines[callerOf[row]!]! : null;
  const genuine = domain[row]! > 0 ? domains[domainOf[row]!]! : null;
  return {
    caller: hotline && { name: `${hotline.digits} ${hotline.zh} (${hotline.en})`, edits: caller[row]! - 1 },
    domain: genuine && { name: `${genuine.domain} ${genuine.zh} (${genuine.en})`, edits: domain[row]! - 1 },
  };
}

function explainLookalikes({ caller, domain }: SeenLookalikes): Text | null {
  const found = [...(caller ? [wordsOf(t`caller`, caller)] : []), ...(domain ? [wordsOf(t`domain`, domain)] : [])];
  if (found.length === 0) return null;
  return joined(found, "; ");
}

function wordsOf(what: Localised, { name, edits }: Imitation): Localised {
  return edits === 0
    ? t`${what} passes for ${name} (the same or containing it, once folded)`
    : t`${what} passes for ${name} (edit distance ${edits} once folded)`;
}
