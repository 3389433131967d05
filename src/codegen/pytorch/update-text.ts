/** The functions that update one tensor, or lists of tensors, and the step that calls them. */
import { type CodeExpression, nodesOf } from "../listing/expression.ts";
import { type ListedPass, type ListedStatement, statementsOf } from "../listing/listing.ts";
import { pythonCall, pythonStatement } from "../text/python.ts";
import { withoutAliases } from "./aliases.ts";
import { hyperparameterLines, type TorchFile } from "./class-text.ts";
import { inPlaceLines, localLines } from "./statements.ts";

/** Lines of the method `step`. */
export function stepLines(file: TorchFile): string[] {
  const { listing } = file;
  const sums = listing.passes.slice(0, -1);
  const each = sums.length === 0 ? "for group in self.param_groups:" : "for group, entries in groups:";
  return [
    "    @torch.no_grad()",
    "    def step(self, closure: Callable[[], Any] | None = None) -> Any:",
    '        """Makes one step. closure: computes the loss anew and returns it."""',
    "        loss = None",
    "        if closure is not None:",
    "            with torch.enable_grad():",
    "                loss = closure()",
    ...(sums.length === 0 ? [] : ["        groups = [(group, self._entries(group)) for group in self.param_groups]"]),
    ...sums.flatMap((pass) => sumLines(pass, file)),
    `        ${each}`,
    ...(sums.length === 0 ? ["            entries = self._entries(group)"] : []),
    ...optionLines(file),
    "            if _use_foreach(group, entries):",
    "                _foreach_update(entries, **options)",
    "            else:",
    "                for param, grad, state in entries:",
    "                    _update(param, grad, state, **options)",
    "        return loss",
  ];
}

/** Names that the last pass reads and that do not come from a tensor, in the order of arguments. */
export function optionsOf({
  listing,
  id,
}: TorchFile): { readonly name: string; readonly type: string; readonly value: string }[] {
  const read = namesIn(
    [...statementsOf({ passes: [listing.passes.at(-1)!] }), ...listing.stores].map(({ value }) => value),
  );
  const hyperparameters = listing.hyperparameters
    .filter(({ name }) => read.has(name))
    .map(({ name, kind }) => {
      const type = kind === "flag" ? "bool" : name === "lr" ? "float | Tensor" : "float";
      return { name: id(name), type, value: name === "lr" ? '_scalar(group["lr"], group["capturable"])' : id(name) };
    });
  const totals = listing.passes.flatMap(({ totals: made }) => made).filter(({ name }) => read.has(name));
  return [
    ...hyperparameters,
    ...totals.map(({ name }) => ({ name: id(name), type: "Tensor", value: id(name) })),
    ...(listing.mask === "free" ? [{ name: "decays", type: "bool", value: 'group["decays"]' }] : []),
    ...(counts(listing) ? [{ name: "capturable", type: "bool", value: 'group["capturable"]' }] : []),
  ];
}

/** Whether a step reads numbers that are kept as tensors. */
function counts({ usesStep, scalars }: TorchFile["listing"]): boolean {
  return usesStep || scalars.length > 0;
}

function optionLines(file: TorchFile): string[] {
  const { listing, id } = file;
  const options = optionsOf(file);
  const names = new Set(
    listing.hyperparameters
      .map(({ name }) => name)
      .filter((name) => name !== "lr" && options.some((each) => each.name === id(name))),
  );
  return [
    ...hyperparameterLines(listing, { id, only: names, indent: "            " }),
    ...(options.length === 0
      ? ["            options = {}"]
      : [
          "            options = {",
          ...options.map(({ name, value }) => `                "${name}": ${value},`),
          "            }",
        ]),
  ];
}

/** A walk that sums something up over all tensors of all groups. */
function sumLines(pass: ListedPass, file: TorchFile): string[] {
  const { listing, id, write } = file;
  const indent = " ".repeat(16);
  const statements = [...pass.host, ...pass.tensors];
  const read = namesIn([...statements, ...pass.totals].map(({ value }) => value));
  const rate = read.has("lr") ? [`            ${id("lr")} = _scalar(group["lr"], group["capturable"])`] : [];
  const own = new Set([...read].filter((name) => name !== "lr"));
  return [
    ...pass.totals.map(({ name }) => `        ${id(name)} = 0`),
    "        for group, entries in groups:",
    ...(listing.mask === "free" &&
    statements.some(({ value }) => nodesOf(value).some((node) => node.kind === "call" && node.op === "masked"))
      ? ['            decays = group["decays"]']
      : []),
    ...rate,
    ...hyperparameterLines(listing, { id, only: own, indent: "            " }),
    "            for param, grad, state in entries:",
    ...loadLines(file, read, { indent, capturable: 'group["capturable"]' }),
    ...statements.flatMap((statement) => pythonStatement(`${id(statement.name)} = `, write(statement.value), indent)),
    ...pass.totals.flatMap(({ name, value }) => {
      const { text } = write(value);
      const sum =
        value.type === "tree"
          ? `${/^[\w.]+$/.test(text) || /^\w+\(.*\)$/.test(text) ? text : `(${text})`}.sum()`
          : text;
      return pythonStatement(`${id(name)} = ${id(name)} + `, { text: sum, binds: 9 }, indent);
    }),
  ];
}

/** States and counts of one tensor by their names. */
function loadLines(
  { listing, id }: TorchFile,
  read: ReadonlySet<string>,
  { indent, capturable }: { readonly indent: string; readonly capturable: string },
): string[] {
  return [
    ...listing.states
      .filter(({ name }) => read.has(name))
      .map(({ name }) => `${indent}${id(name)} = state["${id(name)}"]`),
    ...(read.has("step") && listing.usesStep ? [`${indent}${id("step")} = _scalar(state["step"], ${capturable})`] : []),
    ...listing.scalars
      .filter(({ name }) => read.has(name))
      .map(({ name }) => `${indent}${id(name)} = _scalar(state["${id(name)}"], ${capturable})`),
  ];
}

/** Names that the last pass reads or writes. */
export function lastNames({ listing }: TorchFile): ReadonlySet<string> {
  const statements = statementsOf({ passes: [listing.passes.at(-1)!] });
  return new Set([
    ...namesIn([...statements, ...listing.stores].map(({ value }) => value)),
    ...statements.map(({ name }) => name),
    ...listing.stores.map(({ name }) => name),
  ]);
}

/** Lines of the function that updates one tensor. */
export function updateLines(file: TorchFile): string[] {
  const { listing, id } = file;
  const indent = "    ";
  const { host, tensors } = listing.passes.at(-1)!;
  const options = optionsOf(file).map(({ name, type }) => `${name}: ${type}`);
  const stores = listing.stores.filter(({ of }) => of !== "scalar");
  const lines = (statement: ListedStatement): string[] =>
    statement.assigns === "local" || statement.assigns === "scalar"
      ? localLines(statement, file, indent)
      : inPlaceLines(statement, file, indent);
  return [
    ...pythonCall(
      "def _update",
      ["param: Tensor", "grad: Tensor", "state: dict[str, Any]", ...(options.length === 0 ? [] : ["*", ...options])],
      { tail: " -> None:" },
    ),
    `${indent}"""One step of one tensor."""`,
    ...loadLines(file, lastNames(file), { indent, capturable: "capturable" }),
    ...host.flatMap(lines),
    ...withoutAliases(
      tensors,
      stores.map(({ name }) => name),
    ).flatMap(lines),
    ...stores.flatMap((store) => inPlaceLines(store, file, indent)),
    ...scalarLines(file, "state"),
    ...(tensors.length + stores.length === 0 ? [`${indent}del ${id("w")}`] : []),
  ];
}

/** Numbers of the step are written back. */
export function scalarLines({ listing, id, write }: TorchFile, state: string): string[] {
  const stored = new Map(listing.stores.map(({ name, value }) => [name, value]));
  return listing.scalars.map(({ name }) => {
    const value = stored.get(name);
    return `    ${state}["${id(name)}"].fill_(${value === undefined ? id(name) : write(value).text})`;
  });
}

function namesIn(expressions: readonly CodeExpression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(nodesOf).flatMap((node) => (node.kind === "name" ? [node.name] : [])));
}
