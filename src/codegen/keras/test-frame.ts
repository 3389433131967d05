/** How exported optimizers of Keras are run: on variables in float64, by whatever backend Keras has. */

import type { Listing } from "../listing/listing.ts";
import { withoutShadows } from "../listing/update-of.ts";
import type { TestFrame } from "../target.ts";
import { classNameOf } from "../text/identifiers.ts";
import { pythonCall } from "../text/python.ts";
import { kerasArgument } from "./names.ts";

function argumentOf(listing: Listing): (name: string) => string {
  return kerasArgument(withoutShadows(listing));
}

/** The frame. Keras computes some functions in float32 whatever it is given: which, depends on the backend. */
export const kerasFrame: TestFrame = {
  language: "python",
  needs: ["keras"],
  precision: "mixed",
  otherwise: "or choose a backend that it has by KERAS_BACKEND=torch, jax or tensorflow",
  argument: argumentOf,
  run: (listing) => {
    const named = listing.hyperparameters.map(({ name }) => argumentOf(listing)(name));
    return [
      "def run(exported, start, gradients, options):",
      "    import keras",
      "    import numpy as np",
      "",
      '    if keras.backend.backend() == "jax":',
      "        import jax",
      "",
      '        jax.config.update("jax_enable_x64", True)',
      "    floatx = keras.config.floatx()",
      '    keras.config.set_floatx("float64")',
      '    arrays = [np.array(w, dtype="float64") for w in start]',
      '    variables = [keras.Variable(w, dtype="float64") for w in arrays]',
      ...pythonCall(
        `optimizer = exported.${classNameOf(listing)}`,
        // a rate that is a whole number is refused
        named.map((name) =>
          name === "learning_rate" ? `${name}=float(options["${name}"])` : `${name}=options["${name}"]`,
        ),
        { indent: "    " },
      ),
      "    path = []",
      "    for step in gradients:",
      '        grads = [keras.ops.convert_to_tensor(g, dtype="float64") for g in step]',
      "        optimizer.apply(grads, variables)",
      "        path.append([keras.ops.convert_to_numpy(w).tolist() for w in variables])",
      "    keras.config.set_floatx(floatx)",
      "    return path",
    ];
  },
};
