/**
 * Which lines of a text changed: a longest common subsequence, printed in the form of unified differences without counts.
 */

/**
 * Every line of both texts in order: two spaces before those that stay, `- ` before those that go, `+ ` before those that
 * come. Joining the lines that stay or go gives `before`, those that stay or come `after`.
 */
export function lineDiff(before: string, after: string): string {
  const [old, fresh] = [before.trimEnd().split("\n"), after.trimEnd().split("\n")];
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push(`  ${old[i]}`);
      i++;
      j++;
    } else if (j >= fresh.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push(`- ${old[i]}`);
      i++;
    } else {
      lines.push(`+ ${fresh[j]}`);
      j++;
    }
  }
  return lines.join("\n");
}

/** Cell [i][j]: length of the longest common subsequence of old[i…] and fresh[j…]. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const same = old[i] === fresh[j];
      table[i]![j] = same ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
