import type { TruthDocument } from "../../../report/directory/decision.ts";
import { useWords } from "../words/use-words.ts";
import { Visible } from "./visible.tsx";

export function TruthFacts({ truth }: { readonly truth: TruthDocument }) {
  const { words } = useWords();
  if (!truth.fraud) return <>{words.explain.benignTruth(words.benign[truth.class])}</>;
  const { typology, script, gang, technology, obfuscation } = truth;
  return (
    <>
      {words.explain.fraudTruth(words.typologies[typology], String(gang))}
      {words.joints.comma}
      {words.explain.byScript}{" "}
      <code>
        <Visible text={script} />
      </code>
      {words.joints.clause}
      {words.explain.fraudMore(words.technologies[technology], String(obfuscation))}
    </>
  );
}
