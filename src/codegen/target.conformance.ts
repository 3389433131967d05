/** What every target must pass, over all optimizers, conventions and settings that change the shape of the code. */
import { describe, expect, test } from "vitest";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { OptimizerRequest } from "../optimizers/resolve.ts";
import { listRequested } from "./listing/list-requested.ts";
import type { Listing } from "./listing/listing.ts";
import type { Target } from "./target.ts";
import { functionNameOf, identifiersOf } from "./text/identifiers.ts";

/** Optimizers whose text is kept under `test/fixtures/codegen/golden`, to be read when it changes. */
const kept: readonly string[] = [
  "lion",
  "adamw",
  "sgd",
  "nadam",
  "muon",
  "paper-discovered",
  "mars-lion",
  "lionk-huber",
];

/** Listings by request, made once for all targets. */
const listings = new Map<string, Listing>();

function listed(request: OptimizerRequest): Listing {
  const key = JSON.stringify(request);
  const found = listings.get(key) ?? listRequested(request);
  listings.set(key, found);
  return found;
}

/** Runs the suite for one target. */
export function targetConformance(target: Target, optimizers: readonly Optimizer[]): void {
  describe(target.name, () => {
    for (const { name, conventions } of optimizers) {
      for (const [convention, { hyperparameters }] of Object.entries(conventions)) {
        const request = { name, convention } as OptimizerRequest;
        const { lr: _, ...fixed } = Object.fromEntries(
          Object.entries(hyperparameters).map(([key, each]) => [key, each.default]),
        );
        test.each([{}, fixed])(`${name} (${convention}) %j is printed, the same each time, in its form`, (values) => {
          const listing = listed({ ...request, hyperparameters: values });
          if (target.refuses?.includes(name) && values !== fixed) {
            expect(() => target.print(listing)).toThrow(expect.objectContaining({ code: "target-lacks" }));
            return;
          }
          const text = target.print(listing);
          expect(target.print(listing)).toBe(text);
          expect(text).toMatch(/[^\n]\n$/);
          expect(text).not.toMatch(/undefined|\[object|NaN| +\n/);
          expect(bracketsOf(text)).toBe("");
          if (target.width !== null) expect(text.split("\n").filter((line) => line.length > target.width!)).toEqual([]);
          expect(text.replace(/\W+/g, "")).toContain("withoutanycondition0BSD");
        });
      }
      if (!kept.includes(name)) continue;
      test(`${name} is written as it was`, async () => {
        const path = `../../test/fixtures/codegen/golden/${target.name}/${functionNameOf(name)}.${target.extension}`;
        await expect(target.print(listRequested({ name }))).toMatchFileSnapshot(path);
      });
    }

    test("no name of a program is a word that the target reserves", () => {
      const listing = listRequested({ name: "sgd" });
      const names = identifiersOf(listing, { reserved: target.reserved, wish: () => [...target.reserved][0] ?? "x" });
      expect([...names.values()].filter((name) => target.reserved.has(name))).toEqual([]);
      expect(new Set(names.values()).size).toBe(names.size);
    });
  });
}

/** What is left of the brackets outside of quoted text when pairs are taken out: nothing, where they are balanced. */
function bracketsOf(text: string): string {
  let left = text.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#.*/g, "").replace(/[^()[\]{}]/g, "");
  for (;;) {
    const fewer = left.replace(/\(\)|\[\]|\{\}/g, "");
    if (fewer === left) return left;
    left = fewer;
  }
}
