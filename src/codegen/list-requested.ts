/** From what people name (an optimizer of the library, a program file) to what is listed. */
import { unknownName } from "../core/errors.ts";
import { positive } from "../optimizers/hyperparameters.ts";
import { optimizers } from "../optimizers/index.ts";
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
import { printProgram } from "../program/print.ts";
import type { HyperparameterValues } from "../program/symbolic.ts";
import type { OptimizerConfig } from "../records/records.ts";
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

/** An optimizer as a run trained it. `lr`: its rate; `fixed`: see `listRequested`; `run`: the name of the run. */
export interface TrainedOptimizer {
  readonly config: OptimizerConfig;
  readonly lr: number;
  readonly fixed: HyperparameterValues;
  readonly run: string;
}

/** The listing of what a run trained: its hyperparameters and rate are the defaults. Errors: `unknown-hyperparameter`. */
export function listTrained({ config, lr, fixed, run }: TrainedOptimizer): Listing {
  const { name, label, convention, program: text, hyperparameters: values } = config;
  const { lr: rate = lr, ...others } = fixed;
  for (const key of Object.keys(others)) {
    if (!Object.hasOwn(values, key)) throw unknownName("hyperparameter", key, Object.keys(values));
  }
  const optimizer = optimizers.find((each) => each.name === name);
  const known = optimizer?.conventions[convention];
  const same = known !== undefined && printProgram(parseProgram(known.program)) === text ? known : undefined;
  const declared = Object.entries({ ...values, lr }).map(([key, value]): [string, Hyperparameter] => {
    const own = same?.hyperparameters[key] ?? described(value);
    return [key, { ...own, default: value }];
  });
  const order = Object.keys(same?.hyperparameters ?? { lr });
  const place = ([key]: [string, unknown]): number => (order.includes(key) ? order.indexOf(key) : order.length);
  const { program, hyperparameters: constants } = nameConstants(parseProgram(text));
  return listOptimizer({
    name: same === undefined ? label : name,
    title: same === undefined ? label : optimizer!.title,
    summary: `${same === undefined ? `The program ${label}.` : optimizer!.summary} Defaults are those of the run ${run}.`,
    source: same?.source ?? `the run ${run}`,
    deviation: same?.deviation ?? "none",
    convention,
    hyperparameters: withRate(
      { ...Object.fromEntries(declared.sort((a, b) => place(a) - place(b))), ...constants },
      Number(rate),
    ),
    program,
    fixed: others,
  });
}

function described(value: number | boolean): Hyperparameter {
  return {
    kind: typeof value === "boolean" ? "flag" : "number",
    default: value,
    about: "hyperparameter of the program",
  };
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
  const declared = inOrder.map(([key, value]): [string, Hyperparameter] => [key, described(value)]);
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
