/** What a docstring says of how weight decay is kept off arrays where hyperparameters do it, and how that is read again. */
import type { Listing } from "../listing/listing.ts";
import { wrapWords } from "../text/python.ts";

/** A paragraph, with an empty line before it; nothing where no hyperparameter does. `id`: what the text calls a name. */
export function maskLines(
  { mask, maskedBy }: Pick<Listing, "mask" | "maskedBy">,
  id: (name: string) => string,
): string[] {
  if (mask !== "hyperparameter") return [];
  const sentence = `Arrays without weight decay need a call of their own, with 0 for ${maskedBy.map(id).join(" and ")}.`;
  return ["", ...wrapWords(sentence, { indent: "    " })];
}

/** The hyperparameters that a docstring names so; none where it has no such paragraph. */
export function readMaskLines(docstring: string): readonly string[] {
  const words = docstring.replace(/\s+/g, " ");
  const by = /Arrays without weight decay need a call of their own, with 0 for (\w+(?: and \w+)*)\./.exec(words)?.[1];
  return by?.split(" and ") ?? [];
}
