/** Names in exported optimizers of Keras. */

import type { Listing } from "../listing/listing.ts";
import { identifiersOf } from "../text/identifiers.ts";
import { pythonReserved } from "../text/python.ts";
import { kerasHelpers } from "./helpers.ts";

/** Names that a file has, or that its class inherits. */
export const kerasReserved: ReadonlySet<string> = new Set([
  ...pythonReserved,
  ...Object.keys(kerasHelpers),
  ..."keras ops learning_rate name kwargs variables variable gradient grads decays added before config i".split(" "),
  ..."subtracted iterations built lock tracker mesh trainable_variables accumulated_gradients loss_scale_factor".split(
    " ",
  ),
  ..."clipnorm clipvalue global_clipnorm use_ema ema_momentum ema_overwrite_frequency weight_decay".split(" "),
]);

/** What Keras' users call hyperparameters. */
const wishes: { readonly [name: string]: string | undefined } = {
  beta1: "beta_1",
  beta2: "beta_2",
  beta3: "beta_3",
};

/** An identifier for each name of the listing; hyperparameters are kept as attributes of that name. */
export function kerasIdentifiers(listing: Listing): ReadonlyMap<string, string> {
  return identifiersOf(listing, {
    reserved: kerasReserved,
    wish: (name, of) => (of === "hyperparameter" ? (wishes[name] ?? name) : name.replace(/^_+/, "") || "s"),
  });
}

/** The argument of a hyperparameter: the rule's decay is what Keras calls weight_decay. */
export function kerasArgument(listing: Listing): (name: string) => string {
  const identifiers = kerasIdentifiers(listing);
  const known: { readonly [name: string]: string | undefined } = { lr: "learning_rate", decay: "weight_decay" };
  return (name) => known[name] ?? identifiers.get(name) ?? name;
}
