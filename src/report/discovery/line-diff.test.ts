import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

test("a changed line goes and comes, the others stay", () => {
  expect(lineDiff("a\nb\nc\n", "a\nx\nc\n")).toBe("  a\n- b\n+ x\n  c");
  expect(lineDiff("a\nb", "a\nb")).toBe("  a\n  b");
  expect(lineDiff("a\nb\nc", "c")).toBe("- a\n- b\n  c");
});

test("both texts can be read back from the difference", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const difference = lineDiff(before.join("\n"), after.join("\n")).split("\n");
      const kept = (marks: string): readonly string[] =>
        difference.filter((line) => marks.includes(line[0]!)).map((line) => line.slice(2));
      expect(kept(" -")).toEqual(before);
      expect(kept(" +")).toEqual(after);
    }),
  );
});
