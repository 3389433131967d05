/**
 * The mistake of an image file that cannot be used.
 */
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";

/** Error `image-broken`, with the first line of the reason. */
export function brokenImage(file: string, reason: string): LabError {
  const [first = ""] = reason.split("\n");
  const sentence = `The image ${printable(file)} does not decode: ${first.replace(/\.$/, "")}.`;
  return new LabError("image-broken", sentence, { file });
}
