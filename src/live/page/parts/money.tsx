/** Money lost, beside the same world without defences. */
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

export function Money({ run }: { readonly run: Run | null }) {
  const { words, format } = useWords();
  const lost = run?.frame?.lostYuan ?? 0;
  const undefended = run?.frame?.lostYuanUndefended ?? 0;
  const most = Math.max(lost, undefended, 1);
  const saved = undefended - lost;
  return (
    <>
      <dl class="bars">
        <dt>{words.money.defended}</dt>
        <dd class="defended">
          <span class="bar" aria-hidden="true">
            <span style={{ "--share": String(lost / most) }} />
          </span>
          <span class="value">{format.yuan(lost)}</span>
        </dd>
        <dt>{words.money.undefended}</dt>
        <dd class="undefended">
          <span class="bar" aria-hidden="true">
            <span style={{ "--share": String(undefended / most) }} />
          </span>
          <span class="value">{format.yuan(undefended)}</span>
        </dd>
      </dl>
      <p class="saving">
        {saved >= 0 ? words.money.saved(format.yuan(saved)) : words.money.worse(format.yuan(-saved))}
      </p>
    </>
  );
}
