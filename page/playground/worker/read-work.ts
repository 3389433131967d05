/** Looks at an edited program: mistakes first; then its form and numbers, what it is, and what of the library is the same. */
import { explainProgram } from "../../../src/optimizers/explain-program.ts";
import { deadPartsOf, lionKMember, stepFactsOf, twinsOf } from "../../../src/optimizers/program-facts.ts";
import { identifyProgram } from "../../../src/optimizers/program-identity.ts";
import { checkText } from "../../../src/program/check.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import { printProgram } from "../../../src/program/print.ts";
import { listingOf, programAt, valuesOf, writtenWith } from "./edited-listing.ts";
import type { ReadJob, ReadPart } from "./messages.ts";

/** Answers part by part. Errors: what a text that is no program says of itself. */
export function* readWork(job: ReadJob): Generator<ReadPart | undefined, void> {
  const mistakes = checkText(job.text);
  yield { kind: "mistakes", mistakes };
  if (mistakes.length > 0) return;
  const parsed = parseProgram(job.text);
  const listing = listingOf(job);
  const { values, refused, changed } = valuesOf(listing, job.values);
  yield {
    kind: "form",
    canonical: printProgram(parsed),
    dialect: parsed.dialect,
    hyperparameters: listing.hyperparameters,
    values,
    refused,
    written: changed ? writtenWith(job.text, listing, values) : null,
  };
  yield;
  const given = { name: job.name, ...programAt(listing, values) };
  const explanation = explainProgram(given);
  const identity = identifyProgram(given);
  const steps = stepFactsOf(given.program, given.hyperparameters);
  yield { kind: "facts", explanation, identity, steps, dead: deadPartsOf(parsed) };
  const twins = yield* twinsOf(identity.fingerprint, given.hyperparameters);
  yield { kind: "twins", twins, lionK: lionKMember(explanation.family, twins) };
}
