/**
 * Under which conditions a verdict holds: how it was tested, what each optimizer had, and who chose the settings that are shown.
 */
import type { Section } from "../document.ts";
import type { StudyView } from "../study-view.ts";
import { conditionWords } from "../verdict/limit-words.ts";
import { standingsOf } from "../verdict/standings.ts";

/** A paragraph for each; null where nothing was measured. */
export function conditionsSection(view: StudyView): Section | null {
  const words = conditionWords(view, standingsOf(view));
  if (words.length === 0) return null;
  return { id: "conditions", title: "How it was compared", blocks: words.map((one) => ({ kind: "text", ...one })) };
}
