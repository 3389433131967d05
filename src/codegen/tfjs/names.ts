/** Names in exported optimizers of TensorFlow.js. */

import type { Listing } from "../listing/listing.ts";
import { classNameOf, identifiersOf } from "../text/identifiers.ts";
import { camelCase, javascriptReserved } from "../text/javascript.ts";
import { tfjsHelpers } from "./helpers.ts";

/** Names that a file has, or that its class inherits. */
export const tfjsReserved: ReadonlySet<string> = new Set([
  ...javascriptReserved,
  ...Object.keys(tfjsHelpers).map(camelCase),
  ..."tf name entries gradients slots slotsOf variable variables decays decayed iterations iterations_ className config".split(
    " ",
  ),
  ..."applyGradients computeGradients minimize getConfig fromConfig getWeights setWeights dispose saveIterations".split(
    " ",
  ),
  ..."extractIterations incrementIterations applyGradients weights state".split(" "),
]);

/** What a listing's names become, and what its class is called. */
export function tfjsNames(listing: Listing): { readonly id: (name: string) => string; readonly className: string } {
  const identifiers = identifiersOf(listing, { reserved: tfjsReserved, wish: camelCase });
  const taken = new Set([...tfjsReserved, ...identifiers.values()]);
  return { id: (name) => identifiers.get(name)!, className: classNameOf(listing, taken) };
}
