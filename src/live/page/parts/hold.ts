/** A list that goes on by itself holds still while somebody reads it. */
import type { TargetedEvent } from "preact";
import { useRef, useState } from "preact/hooks";

interface Hold<T> {
  readonly items: readonly T[];
  readonly isRead: boolean;
  /** For the element around the list. */
  readonly handlers: {
    readonly onPointerEnter: (event: TargetedEvent<HTMLElement, PointerEvent>) => void;
    readonly onPointerLeave: () => void;
    readonly onFocusIn: (event: TargetedEvent<HTMLElement, FocusEvent>) => void;
    readonly onFocusOut: () => void;
  };
}

/** Those of `items`, or, while they are read, those that were there when reading began. `of`: a list has another. */
export function useHold<T>(items: readonly T[], of: string | null, isOpen: boolean): Hold<T> {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const isRead = hovered || focused || isOpen;
  const held = useRef<{ readonly of: string | null; readonly items: readonly T[] }>({ of: null, items: [] });
  if (!isRead || held.current.of !== of) held.current = { of, items };
  return {
    items: held.current.items,
    isRead,
    handlers: {
      onPointerEnter: ({ pointerType }) => setHovered(pointerType === "mouse"),
      onPointerLeave: () => setHovered(false),
      // By keyboard; after a click the pointer says whether somebody still reads.
      onFocusIn: ({ target }) => setFocused(target instanceof Element && target.matches(":focus-visible")),
      onFocusOut: () => setFocused(false),
    },
  };
}
