import type { Template } from "../../../src/detect/matcher/matcher.ts";
import type { TemplateChanges } from "../../../src/detect/matcher/row-changes.ts";

/** What came and what went between two lists of templates. */
export function changesBetween(before: readonly Template[], now: readonly Template[]): TemplateChanges {
  return {
    came: now.filter((template) => !before.includes(template)),
    gone: before.filter((template) => !now.includes(template)),
  };
}
