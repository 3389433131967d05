/** The examples that the README lists. */

/** Names of files in `examples/` that a text links to, sorted, each once. */
export function tableOf(text: string): readonly string[] {
  const names = [...text.matchAll(/\(examples\/([\w-]+\.mjs)\)/g)].map(([, name]) => name!);
  return [...new Set(names)].sort();
}
