/** Parts of the link that could not be used, said once, and their replacement. */
import type { Misread } from "../misread.ts";
import type { Session } from "../session.ts";
import { useWords } from "../words/use-words.ts";
import { Visible } from "./visible.tsx";

interface Props {
  readonly misread: readonly Misread[];
  readonly session: Session;
}

/** A link has fewer than half as many fields, unless it is foreign. */
const SHOWN = 8;

export function MisreadNotice({ misread, session }: Props) {
  const { words, format } = useWords();
  const more = misread.length - SHOWN;
  return (
    <>
      <p class="spoken" role="status">
        {misread.length > 0 && words.misread.title}
      </p>
      {misread.length > 0 && (
        <div class="notice misread">
          <p>{words.misread.title}</p>
          <ul>
            {misread.slice(0, SHOWN).map(({ written, taken }, index) => (
              <li key={index}>
                <code>
                  <Visible text={written} />
                </code>
                {words.joints.colon}
                {taken === null ? (
                  words.misread.leftOut
                ) : (
                  <>
                    {words.misread.takenAs}{" "}
                    <code>
                      <Visible text={taken} />
                    </code>
                  </>
                )}
              </li>
            ))}
            {more > 0 && <li>{words.misread.more(format.count(more))}</li>}
          </ul>
          <button type="button" onClick={() => session.dismissNotice()}>
            {words.misread.close}
          </button>
        </div>
      )}
    </>
  );
}
