/** What every target must pass, over all optimizers, conventions and settings that change the shape of the code. */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
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

/** Runs the suite for one target. `programs`: requests for programs of all sorts, each with its text. */
export function targetConformance(
  target: Target,
  optimizers: readonly Optimizer[],
  programs: readonly (OptimizerRequest & { readonly text: string })[],
): void {
  describe(target.name, () => {
    test(`${programs.length} random programs are printed in its form, or refused`, () => {
      const wrong: string[] = [];
      for (const { text: program, ...request } of programs) {
        const text = printedOrRefused(target, listed(request));
        const mistakes = text === null ? [] : mistakesIn(target, text);
        if (mistakes.length > 0) wrong.push(`${mistakes.join(", ")} in\n${text}\nof\n${program}`);
      }
      expect(wrong.slice(0, 3).join("\n\n")).toBe("");
    });

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
          expect(mistakesIn(target, text)).toEqual([]);
          expect(text).not.toContain("NaN");
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

function printedOrRefused(target: Target, listing: Listing): string | null {
  try {
    return target.print(listing);
  } catch (error) {
    if (error instanceof LabError && error.code === "target-lacks") return null;
    throw error;
  }
}

/** What is wrong with the form of a text. */
function mistakesIn({ width, extension }: Target, text: string): string[] {
  const script = ["js", "ts"].includes(extension)
    ? ts.transpileModule(text, { reportDiagnostics: true }).diagnostics!
    : [];
  return [
    ...(/[^\n]\n$/.test(text) ? [] : ["no single line's end at its end"]),
    ...(text.match(/undefined|\[object| +\n|\(\{ +\}/g) ?? []),
    ...(bracketsOf(text) === "" ? [] : [`brackets ${bracketsOf(text)}`]),
    ...(width === null ? [] : text.split("\n").filter((line) => line.length > width)),
    ...script.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
  ];
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
