import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";

export function Money({ run }: { readonly run: Run | null }) {
  const { words, format } = useWords();
  const yuan = { defended: run?.frame?.lostYuan ?? 0, undefended: run?.frame?.lostYuanUndefended ?? 0 };
  const most = Math.max(yuan.defended, yuan.undefended, 1);
  const saved = yuan.undefended - yuan.defended;
  return (
    <>
      <dl class="bars">
        {(["defended", "undefended"] as const).map((world) => (
          <>
            <dt>{words.money[world]}</dt>
            <dd class={world}>
              <span class="bar" aria-hidden="true">
                <span style={{ "--share": String(yuan[world] / most) }} />
              </span>
              <span class="value">{format.yuan(yuan[world])}</span>
            </dd>
          </>
        ))}
      </dl>
      <p class="saving">
        {saved >= 0 ? words.money.saved(format.yuan(saved)) : words.money.worse(format.yuan(-saved))}
      </p>
    </>
  );
}
