/** How exported optimizers of PyTorch are run: on parameters in float64 whose gradients are given. */

import type { Listing } from "../listing/listing.ts";
import type { TestFrame } from "../target.ts";
import { classNameOf } from "../text/identifiers.ts";
import { pythonCall } from "../text/python.ts";
import { torchArguments, torchNames, torchReserved } from "./names.ts";

/** The frame. */
export const torchFrame: TestFrame = {
  language: "python",
  needs: ["torch"],
  precision: "float64",
  argument: (listing) => torchNames(listing).id,
  run: runLines,
};

function runLines(listing: Listing): string[] {
  const names = torchNames(listing);
  const options = torchArguments(listing, names).map(({ name, of }) => {
    const values = of.map((each) => `options["${names.id(each.name)}"]`);
    return `${name}=${values.length === 1 ? values[0] : `(${values.join(", ")})`}`;
  });
  return [
    "def run(exported, start, gradients, options):",
    "    import torch",
    "",
    "    params = [torch.nn.Parameter(torch.tensor(w, dtype=torch.float64)) for w in start]",
    ...pythonCall(`optimizer = exported.${classNameOf(listing, torchReserved)}`, ["params", ...options], {
      indent: "    ",
    }),
    "    path = []",
    "    for grads in gradients:",
    "        for param, grad in zip(params, grads):",
    "            param.grad = torch.tensor(grad, dtype=torch.float64)",
    "        optimizer.step()",
    "        path.append([param.tolist() for param in params])",
    "    return path",
  ];
}
