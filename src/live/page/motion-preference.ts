/** Whether the system asks for less motion, now and as it changes. */
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

export function wantsLessMotion(): boolean {
  return reduced.matches;
}

export function onMotionPreference(callback: () => void): () => void {
  reduced.addEventListener("change", callback);
  return () => reduced.removeEventListener("change", callback);
}
