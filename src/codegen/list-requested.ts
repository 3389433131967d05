/** From what people name (an optimizer of the library, a program file) to what is listed. */
import { positive } from "../optimizers/hyperparameters.ts";
import type { Hyperparameter } from "../optimizers/optimizer.ts";
import {
  chooseConvention,
  findOptimizer,
  isProgramPath,
  type OptimizerRequest,
  type ResolvedOptimizer,
  resolveOptimizer,
} from "../optimizers/resolve.ts";
import { parseProgram } from "../program/parse.ts";
import { nameConstants } from "./constants.ts";
import { type ListingSource, listOptimizer } from "./list-optimizer.ts";
import type { Listing } from "./listing.ts";

/**
 * The listing of an optimizer. Hyperparameters in the request become constants of the code; `lr` stays an argument with the value as its
 * default. Errors: those of `resolveOptimizer`.
 */
export function listRequested(request: OptimizerRequest): Listing {
  const resolved = resolveOptimizer(request);
  const { lr: _, ...fixed } = request.hyperparameters ?? {};
  const facts = isProgramPath(request.name) ? factsOfFile(resolved) : factsOfLibrary(resolved);
  const { program, hyperparameters: constants } = nameConstants(parseProgram(resolved.program));
  return listOptimizer({
    ...facts,
    name: resolved.name,
    title: resolved.title,
    convention: resolved.convention,
    hyperparameters: withRate({ ...facts.hyperparameters, ...constants }, resolved.lr),
    program,
    fixed,
  });
}

type Facts = Pick<ListingSource, "summary" | "source" | "deviation"> & {
  readonly hyperparameters: { readonly [name: string]: Hyperparameter };
};

function factsOfLibrary({ name, convention }: ResolvedOptimizer): Facts {
  const optimizer = findOptimizer(name);
  const { source, deviation, hyperparameters } = chooseConvention(optimizer, convention).convention;
  return { summary: optimizer.summary, source, deviation, hyperparameters };
}

function factsOfFile({ name, hyperparameters, program }: ResolvedOptimizer): Facts {
  const order = parseProgram(program).statements.flatMap((each) => (each.kind === "hyper" ? [each.target] : []));
  const inOrder = Object.entries(hyperparameters).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const declared = inOrder.map(([key, value]): [string, Hyperparameter] => [
    key,
    { kind: typeof value === "boolean" ? "flag" : "number", default: value, about: "hyperparameter of the program" },
  ]);
  return {
    summary: `The program ${name}.`,
    source: `the program file ${name}`,
    deviation: "none",
    hyperparameters: { lr: positive(1, "step size"), ...Object.fromEntries(declared) },
  };
}

function withRate(hyperparameters: Facts["hyperparameters"], lr: number): Facts["hyperparameters"] {
  return { ...hyperparameters, lr: { ...(hyperparameters.lr ?? positive(lr, "step size")), default: lr } };
}
