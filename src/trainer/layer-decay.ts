/**
 * Layer-wise learning-rate decay: the nearer to the input a layer is, the less it moves.
 *
 *   scale = decay^(L - layer), L the last layer, that of the head
 * Applied to a rule's whole step, w + scale (w' - w), which is that of a rate scaled alike for every optimizer whose step is
 * linear in its rate, weight decay included. All of the library are; a program need not be.
 * Source: Clark et al. 2020, arXiv:2003.10555; layers as timm groups them, where the last norm belongs to the last block.
 */
import type { Model } from "../models/model.ts";
import type { Leaf } from "../program/rule.ts";

/** Layer of each parameter by name, from 0. A model that says nothing has a layer for each name before the last dot. */
export function layersOfParameters(model: Pick<Model, "parameters" | "layerOf">): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const layerOf = model.layerOf ?? byPrefix();
  for (const { name } of model.parameters) layers.set(name, layerOf(name));
  return layers;
}

/** What each number of a flat vector's step is multiplied by, `[P]`. */
export function layerScales(
  model: Pick<Model, "parameters" | "layerOf">,
  { leaves, decay }: { readonly leaves: readonly Leaf[]; readonly decay: number },
): Float32Array {
  const layers = layersOfParameters(model);
  const last = Math.max(...layers.values());
  const scales = new Float32Array(leaves.reduce((sum, { size }) => sum + size, 0));
  for (const { name, offset, size } of leaves) scales.fill(decay ** (last - layers.get(name)!), offset, offset + size);
  return scales;
}

function byPrefix(): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const prefix = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    if (!known.has(prefix)) known.set(prefix, known.size);
    return known.get(prefix)!;
  };
}
