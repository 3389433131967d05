import { expect, test } from "vitest";
import { inventedAlphabet, inventedText } from "./invented-text.ts";

const read = (codes: Uint8Array): string => Array.from(codes, (code) => inventedAlphabet[code]).join("");

test("a seed gives one text, another seed another; a longer text begins with the shorter", () => {
  const text = read(inventedText({ length: 400, seed: 1 }));
  expect(read(inventedText({ length: 900, seed: 1 })).slice(0, 400)).toBe(text);
  expect(read(inventedText({ length: 400, seed: 2 }))).not.toBe(text);
});

test("articles and adjectives agree with their noun, verbs with their subject", () => {
  const text = read(inventedText({ length: 50_000, seed: 1 }));
  const sentences = text.split(". ").slice(0, -1);
  expect(sentences.length).toBeGreaterThan(500);
  const clauses = sentences.flatMap((sentence) => sentence.split(", "));
  for (const clause of clauses) {
    const words = clause.split(" ");
    expect(["za", "zo", "zas", "zos"]).toContain(words[0]);
    const ending = words[0]!.endsWith("s") ? /un$/ : /et$/;
    expect(words.slice(1).some((word) => ending.test(word))).toBe(true);
  }
});

test("letters beyond the neighbour tell more: the text is worth more than counting pairs", () => {
  const codes = inventedText({ length: 60_000, seed: 3 });
  const [one, two, five] = [1, 2, 5].map((order) => conditionalEntropy(codes, order));
  expect(one).toBeGreaterThan(1.5); // nats
  expect(two).toBeLessThan(1.2);
  expect(five).toBeLessThan(0.6);
});

/** Mean of -ln p(next | the `order` characters before), by counting. */
function conditionalEntropy(codes: Uint8Array, order: number): number {
  const counts = new Map<string, Map<number, number>>();
  for (let i = order; i < codes.length; i++) {
    const before = codes.subarray(i - order, i).join();
    const next = counts.get(before) ?? new Map<number, number>();
    counts.set(before, next.set(codes[i]!, (next.get(codes[i]!) ?? 0) + 1));
  }
  let total = 0;
  for (const next of counts.values()) {
    const seen = [...next.values()].reduce((sum, count) => sum + count, 0);
    for (const count of next.values()) total -= count * Math.log(count / seen);
  }
  return total / (codes.length - order);
}
