/** The K that the explorer offers: those of vectors, each with values in the plane for parameters that have no default. */
import { kFunctions } from "../../src/lionk/functions/index.ts";
import type { KFunction, KValues } from "../../src/lionk/k-function.ts";

/** All of the family but those of matrices. */
export const offeredKs: readonly KFunction[] = kFunctions.filter(({ ofMatrix }) => ofMatrix !== true);

/** Values in the plane of parameters that a K needs and has no default for. */
const inThePlane: { readonly [k: string]: KValues } = {
  "top-k": { k: 1 },
  owl: { weights: [1, 0.5] },
  group: { sizes: [2] },
  "weighted-l1": { weights: [1, 0.5] },
  "asymmetric-box": { lower: [-0.5, -1], upper: [1, 0.25] },
  ellipsoid: { q: [1, 0.4, 0.4, 0.5] },
};

/** All parameters of a K with the values that it begins with. */
export function startValues({ name, parameters }: KFunction): KValues {
  const own = inThePlane[name] ?? {};
  return Object.fromEntries(
    Object.entries(parameters).map(([parameter, { default: usual }]) => [parameter, own[parameter] ?? usual!]),
  );
}
