import fc from "fast-check";
import { expect, it } from "vitest";
import { wrapped } from "./wrapped.ts";

it("breaks at spaces, puts what follows under the first line, and loses no word", () => {
  expect(wrapped("one two three", { width: 12, indent: 2 })).toBe("one two three");
  expect(wrapped(`${"word ".repeat(9)}end`, { width: 34, indent: 4 })).toBe(
    "word word word word word word\n    word word word end",
  );
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1 }),
      fc.nat(120),
      fc.nat(20),
      (words, w, i) => {
        const text = wrapped(words.join(" "), { width: w, indent: i });
        expect(text.split(/\s+/)).toEqual(words);
        const room = Math.max(30, w - i);
        for (const line of text.split(/\n */)) expect(line.length <= room || !line.includes(" ")).toBe(true);
      },
    ),
  );
});
