import { expect, it } from "vitest";
import { pageLanguage } from "./page-language.ts";

const lion =
  "def train(w, g, m, v, lr):\n  u = interp(g, m, 0.9)\n  u = sign(u)\n  m = interp(g, m, 0.99)\n  u = u * lr\n  return u, m, v\n";

it("knows what can be read", () => {
  expect(pageLanguage.familyOf(lion)).toMatch(/^Lion/);
  expect(pageLanguage.statesOf(lion)).toBe(1);
  const [before, after] = pageLanguage.replay(lion, [[{ kind: "delete", at: 0 }]])!;
  expect(before!.length - after!.length).toBe(1);
});

it("knows nothing of what cannot, and goes on", () => {
  for (const text of ["<script>alert(1)</script>", "", "def train(w, g):\n  return nosuch(g)\n", "\u0000".repeat(9)]) {
    expect(pageLanguage.familyOf(text)).toBeNull();
    expect(pageLanguage.familyNameOf(text)).toBeNull();
    expect(pageLanguage.statesOf(text)).toBeNull();
    expect(pageLanguage.replay(text, [])).toBeNull();
  }
  const strange = [
    { kind: "modify", at: 99, argument: 7, to: "x" },
    { kind: "insert", at: 0, target: "a", fn: "nosuch", args: [] },
    { kind: "delete", at: -1 },
  ] as const;
  for (const edit of strange) expect(pageLanguage.replay(lion, [[edit]])).toBeNull();
});
