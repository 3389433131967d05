/** From an optimizer of the library, the text of a file, or what a run trained to what is listed. No file is read. */
import { LabError, unknownName } from "../../core/errors.ts";
import { fileStem } from "../../core/file-stem.ts";
import { positive } from "../../optimizers/hyperparameters.ts";
import { optimizers } from "../../optimizers/index.ts";
import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import {
  type ConventionName,
  chooseConvention,
  findOptimizer,
  type LibraryRequest,
  type ResolvedOptimizer,
  resolveLibrary,
  resolveProgram,
} from "../../optimizers/resolve-text.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import type { HyperparameterValues } from "../../program/symbolic.ts";
import type { OptimizerConfig } from "../../records/records.ts";
import { readHeading } from "../reading/heading.ts";
import { factsOf, listRead, ownFileName, withHeading, withValues } from "../reading/read-export.ts";
import { readExport } from "../reading/read-file.ts";
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

/** A file's path, which says what the optimizer is called, its text, and hyperparameters as in `listLibrary`. */
export interface OptimizerText extends Pick<LibraryRequest, "hyperparameters"> {
  readonly path: string;
  readonly text: string;
}

/**
 * The listing of a file: an export that is read back, or a program with what its comments say of it.
 * Errors: those of `resolveProgram` and of reading exports.
 */
export function listFileText({ path: shown, text, hyperparameters: given = {} }: OptimizerText): Listing {
  const read = readExport({ shown, text });
  if (read !== null) {
    const listing = listRead(withValues(read, given));
    return read.heading === null ? listing : asClaimed(listing, shown);
  }
  const resolved = resolveProgram({ name: fileStem(shown), text, hyperparameters: given });
  const { lr: _, ...fixed } = given;
  const heading = readHeading(text);
  const lr = given.lr === undefined ? (heading?.rate?.default ?? resolved.lr) : resolved.lr;
  const rate = { ...positive(1, heading?.rate?.about ?? "step size"), default: lr };
  const facts = { ...ownFacts(resolved), ...(heading === null ? {} : factsOf(heading, shown)) };
  const listing = listed(
    { ...facts, hyperparameters: { lr: rate, ...declaredIn(text, resolved) }, fixed },
    resolved.program,
  );
  return heading === null
    ? listing
    : asClaimed(withHeading({ ...listing, fixed: { ...heading.fixed, ...fixed } }, heading), shown);
}

/** What a program file that has no heading of ours is. */
function ownFacts({ name, title, convention }: ResolvedOptimizer) {
  const [summary, source] = [`The program ${name}.`, `the program file ${name}`];
  return { name, title, summary, convention, source, deviation: "none" };
}

/** Hyperparameters of a program file in the order of their declaration, with what the comment behind it says. */
function declaredIn(text: string, { hyperparameters, program }: ResolvedOptimizer): Facts["hyperparameters"] {
  const order = parseProgram(program).statements.flatMap((each) => (each.kind === "hyper" ? [each.target] : []));
  const inOrder = Object.entries(hyperparameters).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const abouts = new Map(
    [...text.matchAll(/^[ \t]*hyper[ \t]+(\w+)[ \t]*=[^#;\n]*#[ \t]*(\S.*)$/gm)].map(([, name, about]) => [
      name!,
      about!.trim(),
    ]),
  );
  return Object.fromEntries(
    inOrder.map(([key, value]): [string, Hyperparameter] => {
      const own = described(value);
      return [key, { ...own, about: abouts.get(key) ?? own.about }];
    }),
  );
}

/**
 * A listing of a file that says it is an optimizer of the library: with the ranges of that one where its statements are the same, else under
 * the file's own name, for a check would hold it to what it no longer is.
 */
function asClaimed(listing: Listing, path: string): Listing {
  const { name, convention, fixed, hyperparameters } = listing;
  if (!optimizers.some((each) => each.name === name)) return listing;
  const own = claimed({ name, convention: convention as ConventionName, hyperparameters: fixed });
  if (own === null || stepText(own) !== stepText(listing)) {
    const file = ownFileName(path);
    const source = `${listing.source.replace(/\.$/, "")}; changed since it was exported`;
    return { ...listing, name: file === name ? `${name}-changed` : file, source };
  }
  const inFile = new Map(hyperparameters.map((each) => [each.name, each]));
  const { program, source, deviation } = own;
  return {
    ...listing,
    program,
    source,
    deviation,
    hyperparameters: own.hyperparameters.map((each) => ({ ...each, ...inFile.get(each.name) })),
  };
}

/** The listing of a request; null where there is none, as of settings that an older version had. */
function claimed(request: LibraryRequest): Listing | null {
  try {
    return listLibrary(request);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** What a listing computes, as text; without defaults. */
function stepText({ passes, stores, states, scalars, mask, maskedBy, hyperparameters }: Listing): string {
  return JSON.stringify({
    passes,
    stores,
    states,
    scalars,
    mask,
    maskedBy,
    names: hyperparameters.map(({ name }) => name).sort(),
  });
}

/** The listing of a program whose constants get names; those of statements that do nothing stay numbers. */
function listed(source: Omit<ListingSource, "program">, text: string): Listing {
  const { program, hyperparameters: constants } = nameConstants(parseProgram(text));
  const listing = listOptimizer({ ...source, program, hyperparameters: { ...source.hyperparameters, ...constants } });
  const named = new Set(listing.hyperparameters.map(({ name }) => name));
  const unused = Object.entries(constants).filter(([name]) => !named.has(name) && !Object.hasOwn(source.fixed, name));
  if (unused.length === 0) return listing;
  const values = Object.fromEntries(unused.map(([name, each]) => [name, each.default]));
  return { ...listing, program: printProgram(withNumbers(program, values)) };
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

function withRate(hyperparameters: Facts["hyperparameters"], lr: number): Facts["hyperparameters"] {
  return { ...hyperparameters, lr: { ...(hyperparameters.lr ?? positive(lr, "step size")), default: lr } };
}
