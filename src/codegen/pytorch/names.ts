/** Names as PyTorch's users write them. */

import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { identifiersOf } from "../text/identifiers.ts";
import { pythonReserved } from "../text/python.ts";
import { torchHelpers } from "./helpers.ts";

/** Names that the text of a file needs itself. */
export const torchReserved: ReadonlySet<string> = new Set([
  ...pythonReserved,
  ...Object.keys(torchHelpers),
  ..."torch Any Callable Tensor Optimizer ParamsT params grads states state group loss closure defaults betas".split(
    " ",
  ),
  ..."foreach maximize capturable decays options entries groups device dtype index saved value name x".split(" "),
]);

/** Identifiers of a listing: of one tensor, and of the list of them. */
export interface TorchNames {
  readonly id: (name: string) => string;
  /** `grads` for `grad`. */
  readonly list: (name: string) => string;
}

/** `decay` is `weight_decay`, or `l2` is, where that is the optimizer's own, as of Adam. */
export function torchNames(listing: Listing): TorchNames {
  const hyperparameters = new Map(listing.hyperparameters.map((each) => [each.name, each]));
  const coupled =
    hyperparameters.has("l2") && (hyperparameters.get("l2")!.tuned !== undefined || !hyperparameters.has("decay"));
  const wishes: { readonly [name: string]: string | undefined } = {
    w: "param",
    g: "grad",
    epsilon: "eps",
    [coupled ? "l2" : "decay"]: "weight_decay",
    ...(coupled ? { decay: "decoupled_weight_decay" } : {}),
  };
  const ownLists = ["params", "grads"];
  const identifiers = identifiersOf(listing, { reserved: torchReserved, wish: (name) => wishes[name] ?? name });
  const taken = new Set([...torchReserved, ...identifiers.values()]);
  const lists = new Map<string, string>();
  for (const [name, identifier] of identifiers) {
    let list = `${identifier}s`;
    while (taken.has(list) && !ownLists.includes(list)) list += "_";
    taken.add(list);
    lists.set(name, list);
  }
  return { id: (name) => identifiers.get(name)!, list: (name) => lists.get(name)! };
}

/** An argument of the class: one hyperparameter, or the pair `betas`. */
export interface TorchArgument {
  readonly name: string;
  readonly of: readonly ListedHyperparameter[];
}

/** Arguments in the order of the hyperparameters, `lr` first, those without a default before all with one. */
export function torchArguments({ hyperparameters }: Listing, { id }: TorchNames): TorchArgument[] {
  const named = (name: string) => hyperparameters.find((each) => each.name === name);
  const [beta1, beta2] = [named("beta1"), named("beta2")];
  const pair = beta1 !== undefined && beta2 !== undefined ? [beta1, beta2] : [];
  const found = hyperparameters.flatMap((each): TorchArgument[] => {
    if (!pair.includes(each)) return [{ name: id(each.name), of: [each] }];
    return each === pair[0] ? [{ name: "betas", of: pair }] : [];
  });
  const optional = ({ of }: TorchArgument): number => Number(of[0]!.default !== null);
  return found.sort((a, b) => optional(a) - optional(b));
}
