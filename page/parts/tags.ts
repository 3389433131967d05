/** Tags as they are typed: words between spaces or commas, each once. */

/** The tags of a text, as many as a run may have. */
export function tagsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}
