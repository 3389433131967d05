/** The library's optimizers, and the text of one as a program file that says of itself what it is. */
import { listLibrary } from "../../../src/codegen/listing/list-library.ts";
import { programFileOf } from "../../../src/codegen/reading/program-file.ts";
import { optimizerOfFacts, standingAlone } from "../../../src/codegen/reading/stand-alone.ts";
import { optimizers } from "../../../src/optimizers/index.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import type { LibraryJob, LibraryPart } from "./messages.ts";

/** Answers once. Errors: `unknown-optimizer`. */
export function* libraryWork(job: LibraryJob): Generator<LibraryPart, void> {
  if (job.of === "all") {
    yield { kind: "optimizers", optimizers: optimizers.map(({ name, title, summary }) => ({ name, title, summary })) };
  } else yield { kind: "text", name: job.name, text: libraryFile(job.name) };
}

/** The program file of an optimizer of the library, from which the same is exported as from the library. Errors: `unknown-optimizer`. */
export function libraryFile(name: string): string {
  const listing = listLibrary({ name });
  return programFileOf(standingAlone(optimizerOfFacts(listing, parseProgram(listing.program))));
}
