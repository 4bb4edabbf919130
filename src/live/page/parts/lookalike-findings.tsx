/** Whom the caller or a domain passes for. */
import type { Explanation, Imitation } from "../../../explain/explanation.ts";
import { useWords } from "../words/use-words.ts";
import { Visible } from "./visible.tsx";

export function LookalikeFindings({ lookalike }: { readonly lookalike: Explanation["lookalike"] }) {
  const { words } = useWords();
  if (lookalike === null) return <p>{words.explain.off}</p>;
  const { caller, domain } = lookalike;
  if (caller === null && domain === null) return <p>{words.explain.noLookalike}</p>;
  return (
    <ul>
      {caller && <Finding what={words.explain.ofCaller} imitation={caller} />}
      {domain && <Finding what={words.explain.ofDomain} imitation={domain} />}
    </ul>
  );
}

function Finding({ what, imitation: { name, edits } }: { readonly what: string; readonly imitation: Imitation }) {
  const { words } = useWords();
  return (
    <li>
      {what} {words.explain.passesFor} <Visible text={name} />
      {words.joints.colon}
      {edits === 0 ? words.explain.sameFolded : words.explain.editsAway(String(edits))}
    </li>
  );
}
