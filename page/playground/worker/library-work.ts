/** The library's optimizers, and the text of one as a program file that says of itself what it is. */
import { listLibrary } from "../../../src/codegen/listing/list-text.ts";
import { programTextOf } from "../../../src/codegen/reading/read-file.ts";
import { json } from "../../../src/codegen/targets/json.ts";
import { optimizers } from "../../../src/optimizers/index.ts";
import type { LibraryJob, LibraryPart } from "./messages.ts";

/** Answers once. Errors: `unknown-optimizer`. */
export function* libraryWork(job: LibraryJob): Generator<LibraryPart, void> {
  if (job.of === "all") {
    yield { kind: "optimizers", optimizers: optimizers.map(({ name, title, summary }) => ({ name, title, summary })) };
  } else yield { kind: "text", name: job.name, text: programFileOf(job.name) };
}

/** The program file of an optimizer of the library: its export as JSON, read back, so that what is exported from it is the library's. */
export function programFileOf(name: string): string {
  return programTextOf({ shown: `${name}.json`, text: json.print(listLibrary({ name })) });
}
