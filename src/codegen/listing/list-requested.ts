/** From what people name, an optimizer of the library or a file, to what is listed: reads the file; `list-library.ts` and `list-text.ts` do the rest. */
import { type OptimizerRequest, programFileText } from "../../optimizers/resolve.ts";
import { isProgramPath } from "../../optimizers/resolve-text.ts";
import { listLibrary } from "./list-library.ts";
import { listFileText } from "./list-text.ts";
import type { Listing } from "./listing.ts";

/**
 * The listing of an optimizer. Hyperparameters in the request become constants of the code; `lr` stays an argument with the value as its
 * default. Errors: those of `resolveOptimizer`.
 */
export function listRequested(request: OptimizerRequest): Listing {
  const { name: path, hyperparameters = {} } = request;
  if (!isProgramPath(path)) return listLibrary(request);
  return listFileText({ path, text: programFileText(request), hyperparameters });
}
