/** From an optimizer of the library, or what a run trained, to what is listed. */
import { unknownName } from "../../core/errors.ts";
import { positive } from "../../optimizers/hyperparameters.ts";
import { optimizers } from "../../optimizers/index.ts";
import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import {
  chooseConvention,
  findOptimizer,
  type LibraryRequest,
  type ResolvedOptimizer,
  resolveLibrary,
} from "../../optimizers/resolve-text.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import type { HyperparameterValues } from "../../program/symbolic.ts";
import type { OptimizerConfig } from "../../records/records.ts";
import { nameConstants, withNumbers } from "./constants.ts";
import { type ListingSource, listOptimizer } from "./list-optimizer.ts";
import type { Listing } from "./listing.ts";

/**
 * The listing of an optimizer of the library. Hyperparameters in the request become constants of the code; `lr` stays an argument with the
 * value as its default. Errors: those of `resolveLibrary`.
 */
export function listLibrary(request: LibraryRequest): Listing {
  const resolved = resolveLibrary(request);
  const { lr: _, ...fixed } = request.hyperparameters ?? {};
  const { name, title, convention, lr } = resolved;
  const { hyperparameters, ...facts } = factsOfLibrary(resolved);
  return listed(
    { ...facts, name, title, convention, hyperparameters: withRate(hyperparameters, lr), fixed },
    resolved.program,
  );
}

/** An optimizer as a run trained it. `lr`: its rate; `fixed`: see `listLibrary`; `run`: the name of the run. */
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
  const facts = {
    name: same === undefined ? label : name,
    title: same === undefined ? label : optimizer!.title,
    summary: `${same === undefined ? `The program ${label}.` : optimizer!.summary} Defaults are those of the run ${run}.`,
    source: same?.source ?? `the run ${run}`,
    deviation: same?.deviation ?? "none",
    convention,
  };
  const hyperparameters = Object.fromEntries(declared.sort((a, b) => place(a) - place(b)));
  return listed({ ...facts, hyperparameters: withRate(hyperparameters, Number(rate)), fixed: others }, text);
}

/** The listing of a program whose constants get names; those of statements that do nothing stay numbers. */
export function listed(source: Omit<ListingSource, "program">, text: string): Listing {
  const { program, hyperparameters: constants } = nameConstants(parseProgram(text));
  const listing = listOptimizer({ ...source, program, hyperparameters: { ...source.hyperparameters, ...constants } });
  const named = new Set(listing.hyperparameters.map(({ name }) => name));
  const unused = Object.entries(constants).filter(([name]) => !named.has(name) && !Object.hasOwn(source.fixed, name));
  if (unused.length === 0) return listing;
  const values = Object.fromEntries(unused.map(([name, each]) => [name, each.default]));
  return { ...listing, program: printProgram(withNumbers(program, values)) };
}

/** A hyperparameter of which only its value is known. */
export function described(value: number | boolean): Hyperparameter {
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

function withRate(hyperparameters: Facts["hyperparameters"], lr: number): Facts["hyperparameters"] {
  return { ...hyperparameters, lr: { ...(hyperparameters.lr ?? positive(lr, "step size")), default: lr } };
}
