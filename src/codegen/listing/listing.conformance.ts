/** What every listing must pass: carried out statement by statement it is the program, and it has nothing that is not needed. */
import { describe, expect, test } from "vitest";
import type { Optimizer } from "../../optimizers/optimizer.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { exampleOf, settingsOf } from "../example.conformance.ts";
import { nodesOf } from "./expression.ts";
import { listRequested } from "./list-requested.ts";
import { expressionsOf, type Listing, statementsOf } from "./listing.ts";
import { runListing } from "./run-listing.ts";

/** Runs the suite for one optimizer: at its defaults, and with each flag and each hyperparameter of 0 changed, which turns branches on. */
export function listingConformance(optimizer: Optimizer): void {
  describe(optimizer.name, () => {
    for (const [convention, { hyperparameters }] of Object.entries(optimizer.conventions)) {
      const request = { name: optimizer.name, convention } as OptimizerRequest;
      test.each(settingsOf(hyperparameters))(`${convention} %j: the statements are the program`, (values) => {
        expect(apart(listRequested(request), { ...request, hyperparameters: values })).toBeLessThan(1e-12);
      });
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
  const example = exampleOf(listing, request, { steps: 8, masked: "elements" });
  return example.apart(runListing(listing, example.input));
}
