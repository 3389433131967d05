/**
 * What a pickle may hold here, and the two ways in which one is refused.
 */
import { LabError } from "./errors.ts";
import { printable } from "./printable.ts";

/** A value of a pickle. */
export type Pickled = null | boolean | number | bigint | string | Uint8Array | PickledObject;

/** A compound value. `made`: what `build` or `load` returned, of its own kind. */
export type PickledObject =
  | { readonly kind: "list"; readonly items: Pickled[] }
  | { readonly kind: "tuple"; readonly items: Pickled[] }
  | { readonly kind: "dict"; readonly entries: Map<Pickled, Pickled> }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "made"; readonly value: unknown };

/** Whether a value is of that compound kind. */
export function isKind<K extends PickledObject["kind"]>(
  value: Pickled | undefined,
  kind: K,
): value is Extract<PickledObject, { readonly kind: K }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

/** Error for a pickle that ends early or does what a pickle cannot. */
export function damaged(found: string): LabError {
  return new LabError("pickle-damaged", `This is not a whole pickle: ${found}.`);
}

/** Error for a pickle that holds more than data. */
export function unread(found: string): LabError {
  return new LabError(
    "pickle-unread",
    `Of PyTorch's files tensors, numbers, text, lists and dicts are read and nothing is run, but ${printable(found)}. ` +
      "Save the state_dict alone.",
  );
}
