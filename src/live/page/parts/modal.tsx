/** A modal dialog of the browser: it holds the focus, closes with Escape, and gives the focus back. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../words/use-words.ts";

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Modal({ title, isOpen, onClose, children }: Props) {
  const { words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current!.showModal();
    else dialog.current!.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby="explanation-title"
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
    >
      {isOpen && (
        <div class="explanation">
          <header>
            <h2 id="explanation-title">{title}</h2>
            <button type="button" onClick={() => dialog.current!.close()}>
              {words.explain.close}
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
