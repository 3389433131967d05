/** Names that exported TypeScript has, and how it is run: in float64, on parameters that it changes in place. */

import type { Listing } from "../listing/listing.ts";
import type { TestFrame } from "../target.ts";
import { classNameOf, identifiersOf } from "../text/identifiers.ts";
import { camelCase, javascriptReserved } from "../text/javascript.ts";
import { typescriptHelpers } from "./helpers.ts";

/** Names that a file has. */
export const typescriptReserved: ReadonlySet<string> = new Set([
  ...javascriptReserved,
  ...Object.keys(typescriptHelpers).map(camelCase),
  ..."Tensor Float32Array Float64Array RangeError options shapes sizes decays steps state load check params grads".split(
    " ",
  ),
  ..."i j shape rows columns isMatrix decayed Arrays any boolean declare module namespace never number string type unknown".split(
    " ",
  ),
]);

/** The frame. */
export const typescriptFrame: TestFrame = {
  language: "typescript",
  needs: [],
  precision: "float64",
  run: runLines,
  argument: argumentsOf,
};

/** What the options of the class are called. */
function argumentsOf(listing: Listing): (name: string) => string {
  const identifiers = identifiersOf(listing, { reserved: typescriptReserved, wish: camelCase });
  return (name) => identifiers.get(name)!;
}

function runLines(listing: Listing): string[] {
  return [
    "function run(exported: any, start: Nested[], gradients: Nested[][], options: object): Float64Array[][] {",
    '  const shapeOf = (x: Nested): number[] => (typeof x === "number" ? [] : [x.length, ...shapeOf(x[0]!)]);',
    "  const params = start.map((w) => Float64Array.from(flat(w)));",
    `  const optimizer = new exported.${classNameOf(listing, typescriptReserved)}(start.map(shapeOf), options, Float64Array);`,
    "  return gradients.map((grads) => {",
    "    optimizer.step(params, grads.map((g) => Float64Array.from(flat(g))));",
    "    return params.map((w) => w.slice());",
    "  });",
    "}",
  ];
}
