/** A growing list holds still while it is read. */
import type { TargetedEvent } from "preact";
import { useRef, useState } from "preact/hooks";

interface Hold<T> {
  readonly items: readonly T[];
  readonly isRead: boolean;
  readonly handlers: {
    readonly onPointerEnter: (event: TargetedEvent<HTMLElement, PointerEvent>) => void;
    readonly onPointerLeave: () => void;
    readonly onFocusIn: (event: TargetedEvent<HTMLElement, FocusEvent>) => void;
    readonly onFocusOut: () => void;
  };
}

/** `items`, or while it is read, the items at the start of reading. `of`: the list's identity. */
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
      // For keyboards; after a click the pointer decides.
      onFocusIn: ({ target }) => setFocused(target instanceof Element && target.matches(":focus-visible")),
      onFocusOut: () => setFocused(false),
    },
  };
}
