/** What changed between two texts, line by line. */

/** A line that is gone, new, or the same. */
export interface LineChange {
  readonly kind: "gone" | "new" | "same";
  readonly line: string;
}

/** The shortest list of changes from one text to the other, by a longest common subsequence of lines. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [a, b] = [before, after].map((text) => text.trimEnd().split("\n"));
  const common = commonLengths(a!, b!);
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < a!.length || j < b!.length) {
    const [left, right] = [a![i], b![j]];
    if (left !== undefined && left === right) {
      changes.push({ kind: "same", line: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      changes.push({ kind: "gone", line: left });
      i += 1;
    } else {
      changes.push({ kind: "new", line: right! });
      j += 1;
    }
  }
  return changes;
}

/** Length of the longest common subsequence of the rests from each pair of lines. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
