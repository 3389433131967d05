/** The function that updates lists of tensors, and the one that says when. */
import type { CodeExpression } from "../listing/expression.ts";
import { createPlainTest } from "../listing/plain-numbers.ts";
import { pythonCall } from "../text/python.ts";
import { withoutAliases } from "./aliases.ts";
import type { TorchFile } from "./class-text.ts";
import { type ForeachWriting, foreachInPlaceLines, foreachLocalLines } from "./foreach.ts";
import { localLines } from "./statements.ts";
import { lastNames, optionsOf, scalarLines } from "./update-text.ts";

/** Lines of the function that updates lists of tensors, and of the one that says when. */
export function foreachLines(file: TorchFile): string[] {
  const { listing, id, list } = file;
  const indent = "    ";
  const { host, tensors } = listing.passes.at(-1)!;
  const writing: ForeachWriting = { ...file, isNumber: createPlainNumber(file), masks: listing.mask === "free" };
  const options = optionsOf(file).map(({ name, type }) => `${name}: ${type}`);
  const stores = listing.stores.filter(({ of }) => of !== "scalar");
  const names = lastNames(file);
  const body = [
    ...host.flatMap((statement) => localLines(statement, file, indent)),
    ...withoutAliases(
      tensors,
      stores.map(({ name }) => name),
    ).flatMap((statement) =>
      statement.assigns === "local"
        ? foreachLocalLines(statement, writing, indent)
        : foreachInPlaceLines(statement, writing, indent),
    ),
    ...stores.flatMap((store) => foreachInPlaceLines(store, writing, indent)),
  ];
  const numbers = [
    ...(listing.usesStep && names.has("step") ? ["step"] : []),
    ...listing.scalars.map(({ name }) => name),
  ];
  return [
    ...useForeachLines(file),
    "",
    "",
    ...pythonCall(
      "def _foreach_update",
      ["entries: list[tuple[Tensor, Tensor, dict[str, Any]]]", ...(options.length === 0 ? [] : ["*", ...options])],
      { tail: " -> None:" },
    ),
    `${indent}"""One step of many tensors that have made as many steps."""`,
    `${indent}params = [param for param, _, _ in entries]`,
    ...(body.some((line) => /\bgrads\b/.test(line)) ? [`${indent}grads = [grad for _, grad, _ in entries]`] : []),
    ...listing.states
      .filter(({ name }) => names.has(name))
      .map(({ name }) => `${indent}${list(name)} = [state["${id(name)}"] for _, _, state in entries]`),
    ...numbers.map((name) => `${indent}${id(name)} = _scalar(entries[0][2]["${id(name)}"], capturable)`),
    ...body,
    ...(listing.scalars.length === 0
      ? []
      : [`${indent}for _, _, state in entries:`, ...scalarLines(file, "    state")]),
  ];
}

function createPlainNumber({ listing }: TorchFile): (expression: CodeExpression) => boolean {
  const isPlain = createPlainTest(listing);
  return (expression) => expression.type === "leaves" && isPlain(expression);
}

function useForeachLines({ listing }: TorchFile): string[] {
  const same = [
    '    steps = {state["step"].item() for _, _, state in entries}',
    "    return foreach and len(steps) == 1",
  ];
  const counter = listing.usesStep ? same : ["    return foreach"];
  return [
    "def _use_foreach(",
    "    group: dict[str, Any], entries: list[tuple[Tensor, Tensor, dict[str, Any]]]",
    ") -> bool:",
    '    """Many tensors together are faster on a GPU; compilers do that by themselves."""',
    '    if not entries or group["capturable"] or torch.compiler.is_compiling():',
    "        return False",
    '    foreach = group["foreach"]',
    "    if foreach is None:",
    "        foreach = all(param.is_cuda for param, _, _ in entries)",
    ...counter,
  ];
}
