/** The nearest known script, and its edits to the text: struck out, underlined, or replaced, said aloud too. */
import type { Drawn } from "../../../explain/explanation.ts";
import { editRuns, type EditRun } from "../edit-runs.ts";
import { useWords } from "../words/use-words.ts";
import { Visible } from "./visible.tsx";

type Nearest = Drawn["nearestText"];
type SeenEdits = NonNullable<NonNullable<Nearest>["nearest"]>["edits"];

/** `found`: null for a call. */
export function NearestText({ found }: { readonly found: Nearest }) {
  const { words, format } = useWords();
  if (found === null) return <p>{words.explain.isCall}</p>;
  const { normalised, nearest, threshold } = found;
  const needed = format.decimal(threshold, 2);
  return (
    <>
      <dl class="facts">
        <dt>{words.explain.normalised}</dt>
        <dd class="message">
          {normalised === "" ? words.explain.nothingLeft : <Visible text={normalised} normalised />}
        </dd>
      </dl>
      {nearest === null ? (
        <p>{words.explain.noTemplate}</p>
      ) : (
        <>
          <p class="similarity">
            <strong>{nearest.matched ? words.explain.matched(needed) : words.explain.unmatched(needed)}</strong>
            {words.joints.clause}
            {words.explain.similarity(
              format.decimal(nearest.similarity, 3),
              String(nearest.distance),
              String(nearest.length),
            )}
          </p>
          <dl class="facts">
            <dt>{words.explain.nearest}</dt>
            <dd>
              {nearest.template + 1} {nearest.name !== null && <Visible text={nearest.name} />}
            </dd>
            <dt>{words.explain.original}</dt>
            <dd class="message">
              <Visible text={nearest.original} />
            </dd>
          </dl>
          <Edits edits={nearest.edits} />
        </>
      )}
    </>
  );
}

function Edits({ edits }: { readonly edits: SeenEdits }) {
  const { words } = useWords();
  if (edits === null) return <p>{words.explain.tooUnlike}</p>;
  return (
    <>
      <dl class="facts">
        <dt>{words.explain.edits}</dt>
        <dd class="message edits">
          {editRuns(edits).map((run, index) => (
            <EditPiece key={index} run={run} />
          ))}
        </dd>
      </dl>
      <p class="legend">
        <del>{words.explain.deleted}</del> <ins>{words.explain.inserted}</ins>{" "}
        <span class="replaced">
          <del>A</del>
          <ins>B</ins>
        </span>{" "}
        A {words.explain.replaced} B
      </p>
    </>
  );
}

function EditPiece({ run }: { readonly run: EditRun }) {
  const { words } = useWords();
  if (run.kind === "same") return <Visible text={run.text} normalised />;
  if (run.kind === "replaced") {
    return (
      <span class="replaced">
        <del>
          <Visible text={run.before} normalised />
        </del>
        <span class="spoken"> {words.explain.replaced} </span>
        <ins>
          <Visible text={run.after} normalised />
        </ins>
      </span>
    );
  }
  const Mark = run.kind === "deleted" ? "del" : "ins";
  return (
    <Mark>
      <span class="spoken">{words.explain[run.kind]} </span>
      <Visible text={run.text} normalised />
    </Mark>
  );
}
