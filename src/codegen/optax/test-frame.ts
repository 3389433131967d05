/** How exported transformations of Optax are run: in float64, step by step, on a list of parameters. */
import type { Listing } from "../listing/listing.ts";
import type { TestFrame } from "../target.ts";
import { pythonCall } from "../text/python.ts";

/** The frame of a target whose factories and arguments are called so. */
export function optaxFrame(
  factory: (listing: Listing) => string,
  argument: (listing: Listing) => (name: string) => string,
): TestFrame {
  return {
    language: "python",
    needs: ["optax", "jax"],
    precision: "float64",
    argument,
    run: (listing) => {
      const named = listing.hyperparameters.map(({ name }) => argument(listing)(name));
      return [
        "def run(exported, start, gradients, options):",
        "    import jax",
        "    import jax.numpy as jnp",
        "    import optax",
        "",
        '    jax.config.update("jax_enable_x64", True)',
        "    params = [jnp.asarray(w, jnp.float64) for w in start]",
        ...pythonCall(
          `optimizer = exported.${factory(listing)}`,
          named.map((name) => `${name}=options["${name}"]`),
          { indent: "    " },
        ),
        "    state = optimizer.init(params)",
        "    update = jax.jit(optimizer.update)",
        "    path = []",
        "    for grads in gradients:",
        "        grads = [jnp.asarray(g, jnp.float64) for g in grads]",
        "        updates, state = update(grads, state, params)",
        "        params = optax.apply_updates(params, updates)",
        "        path.append([w.tolist() for w in params])",
        "    return path",
      ];
    },
  };
}
