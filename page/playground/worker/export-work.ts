/** The text that `lionlab export` gives of the edited program, target by target. */
import type { Target } from "../../../src/codegen/target.ts";
import { textTargets } from "../../../src/codegen/targets/text-targets.ts";
import { functionNameOf } from "../../../src/codegen/text/identifiers.ts";
import { LabError } from "../../../src/core/errors.ts";
import { listingOf } from "./edited-listing.ts";
import type { ExportJob, ExportPart } from "./messages.ts";

/** Answers with the targets, then with what each gives: the one that is looked at first. Errors: those of `listFileText`. */
export function* exportWork(
  { first, ...edited }: ExportJob,
  to: readonly Target[] = textTargets,
): Generator<ExportPart | undefined, void> {
  yield { kind: "targets", targets: to.map(({ name, title, about }) => ({ name, title, about })) };
  const listing = listingOf(edited);
  const inOrder = [...to].sort((a, b) => Number(b.name === first) - Number(a.name === first));
  for (const target of inOrder) {
    const file = `${functionNameOf(listing.name)}.${target.extension}`;
    yield { kind: "export", target: target.name, file, ...printed(() => target.print(listing)) };
  }
}

/** A target's text, or its sentence where it cannot say the program. */
function printed(print: () => string): { readonly text: string | null; readonly refusal: string | null } {
  try {
    return { text: print(), refusal: null };
  } catch (error) {
    if (error instanceof LabError) return { text: null, refusal: error.message };
    throw error;
  }
}
