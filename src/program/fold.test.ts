import { expect, test } from "vitest";
import { foldRules } from "./fold.ts";
import { hostValue } from "./host.ts";
import type { Term } from "./term.ts";

/** Stand-ins for what a rule may see: constants that rules look for, and values known only later. */
function candidates(values: readonly number[]): Term[] {
  const term = (id: number, value?: number): Term => ({
    id,
    op: "leaf",
    args: [],
    type: "host",
    ...(value === undefined ? {} : { value }),
  });
  return [term(0, 0), term(1, 1), ...values.map((_, i) => term(i + 2))];
}

test("every rule keeps the value, on random finite numbers, and applies somewhere", () => {
  const values = Array.from({ length: 20 }, (_, i) => Math.sin(i * 12.9898) * 10 ** ((i % 7) - 3));
  const terms = candidates(values);
  const numberOf = (term: Term) => term.value ?? values[term.id - 2]!;
  for (const rule of foldRules) {
    let applied = 0;
    const arity = rule.op === "choose" ? 3 : rule.op === "masked" ? 1 : 2;
    for (const args of tuples(terms, arity)) {
      const simpler = rule.rewrite(args, (value) => ({ id: 0, op: "constant", args: [], type: "host", value }));
      if (simpler === undefined) continue;
      applied += 1;
      const expected = rule.op === "masked" ? 0 : hostValue(rule.op, args.map(numberOf));
      expect(numberOf(simpler) + 0, rule.name).toBe(expected + 0);
    }
    expect(applied, rule.name).toBeGreaterThan(0);
  }
});

function tuples(terms: readonly Term[], arity: number): Term[][] {
  if (arity === 0) return [[]];
  return tuples(terms, arity - 1).flatMap((rest) => terms.map((term) => [term, ...rest]));
}
