/** From the text of a program file to what is listed, with what its comments say of it. */
import { LabError } from "../../core/errors.ts";
import { fileStem } from "../../core/file-stem.ts";
import { positive } from "../../optimizers/hyperparameters.ts";
import { optimizers } from "../../optimizers/index.ts";
import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import {
  type ConventionName,
  type LibraryRequest,
  type ResolvedOptimizer,
  resolveProgram,
} from "../../optimizers/resolve-text.ts";
import { parseProgram } from "../../program/parse.ts";
import { readHeading } from "../reading/heading.ts";
import { factsOf, ownFileName, withHeading } from "../reading/read-export.ts";
import { described, listed, listLibrary } from "./list-library.ts";
import type { Listing } from "./listing.ts";

/** A file's path, which says what the optimizer is called, its text, and hyperparameters as in `listLibrary`. */
export interface OptimizerText extends Pick<LibraryRequest, "hyperparameters"> {
  readonly path: string;
  readonly text: string;
}

/** The listing of a program file. Errors: those of `resolveProgram`. */
export function listProgramText({ path: shown, text, hyperparameters: given = {} }: OptimizerText): Listing {
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
function declaredIn(
  text: string,
  { hyperparameters, program }: ResolvedOptimizer,
): { readonly [name: string]: Hyperparameter } {
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
export function asClaimed(listing: Listing, path: string): Listing {
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
