/** What every listing must pass: carried out statement by statement it is the program, and it has nothing that is not needed. */
import { describe, expect, test } from "vitest";
import { recordedTraces, traceInput } from "../../test/fixtures/optimizers/recorded.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { relativeDifference } from "../optimizers/relative-difference.ts";
import { type OptimizerRequest, resolveOptimizer } from "../optimizers/resolve.ts";
import { interpret, leavesOf } from "../program/interpret.ts";
import { nodesOf } from "./expression.ts";
import { listRequested } from "./list-requested.ts";
import { expressionsOf, type Listing, statementsOf } from "./listing.ts";
import { type ListingInput, runListing } from "./run-listing.ts";

const shapes = [[3, 4], [5], [2, 3, 2, 2], []];
const steps = 8;

type Values = { readonly [name: string]: number | boolean };

/** Runs the suite for one optimizer: at its defaults, and with each flag and each hyperparameter of 0 changed, which turns branches on. */
export function listingConformance(optimizer: Optimizer): void {
  describe(optimizer.name, () => {
    for (const [convention, { hyperparameters }] of Object.entries(optimizer.conventions)) {
      const request = { name: optimizer.name, convention } as OptimizerRequest;
      const changed = Object.entries(hyperparameters).flatMap(([name, { kind, default: value }]): Values[] =>
        kind === "flag" ? [{ [name]: !value }] : value === 0 ? [{ [name]: 0.125 }] : [],
      );
      test.each<Values>([{}, Object.assign({}, ...changed), ...changed])(
        `${convention} %j: the statements are the program`,
        (values) => {
          expect(apart(listRequested(request), { ...request, hyperparameters: values })).toBeLessThan(1e-12);
        },
      );
      test(`${convention}: with all hyperparameters fixed, too`, () => {
        const { lr: _, ...values } = Object.fromEntries(
          Object.entries(hyperparameters).map(([name, each]) => [name, each.default]),
        );
        const fixed = { ...request, hyperparameters: values };
        const listing = listRequested(fixed);
        expect(listing.hyperparameters.map(({ name }) => name).filter((name) => name in values)).toEqual([]);
        expect(apart(listing, fixed)).toBeLessThan(1e-12);
      });
      test(`${convention}: every name is read, and every function named`, () => {
        const listing = listRequested(request);
        expect(unread(listing)).toEqual([]);
      });
    }
  });
}

/** Names that statements or totals make, or hyperparameters, that nothing reads. */
export function unread(listing: Listing): string[] {
  const read = new Set(
    expressionsOf(listing)
      .flatMap(nodesOf)
      .flatMap((node) => (node.kind === "name" ? [node.name] : [])),
  );
  const made = [
    ...statementsOf(listing).filter(({ assigns }) => assigns === "local"),
    ...listing.passes.flatMap(({ totals }) => totals),
    ...listing.hyperparameters,
    ...listing.states,
    ...listing.scalars,
  ];
  return made.map(({ name }) => name).filter((name) => !read.has(name));
}

/** Largest relative difference of a listing from the interpreter over a few steps on tensors of several shapes. */
export function apart(listing: Listing, request: OptimizerRequest): number {
  const leaves = leavesOf(shapes);
  const flat = leaves.reduce((sum, { size }) => sum + size, 0);
  const { gradients: drawn, w0: start } = traceInput({ ...recordedTraces()[0]!, shapes: [[flat]], scales: [1] }, steps);
  const split = (values: readonly number[]) =>
    leaves.map(({ offset, size }) => Float64Array.from(values.slice(offset, offset + size)));
  const { rule, lr, hyperparameters } = resolveOptimizer(request);
  const defaults = Object.fromEntries(listing.hyperparameters.map((each) => [each.name, each.default]));
  const totalSteps = 100;
  const all = {
    ...defaults,
    ...hyperparameters,
    lr,
    ...("total_steps" in defaults ? { total_steps: totalSteps } : {}),
  };
  const decayMask = start.map((_, i) => i % 2);
  const input: ListingInput = {
    shapes,
    weights: split(start),
    gradients: drawn.map(split),
    hyperparameters: all as ListingInput["hyperparameters"],
    mask: split(decayMask),
  };
  const facts = (step: number) => ({ step, lr, peakLr: lr, totalSteps });
  const wanted = interpret(rule, { leaves, w0: start, gradients: drawn, decayMask, facts });
  const found = runListing(listing, input).map((tensors) =>
    Float64Array.from(tensors.flatMap((tensor) => [...tensor])),
  );
  return relativeDifference(leaves, [start, ...wanted], [start, ...found]);
}
