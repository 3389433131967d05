/** The methods of a Keras optimizer that compute a step: `update_step` for each variable, and what all variables share before and after it. */
import { type CodeExpression, type CodeOp, callOf } from "../listing/expression.ts";
import type { ListedPass, ListedStatement, Listing } from "../listing/listing.ts";
import { type ListedUpdate, namesIn, neededFor } from "../listing/update-of.ts";
import { atom, type Printed } from "../target.ts";
import { pythonStatement } from "../text/python.ts";

/** How the parts of one file are written. */
export interface KerasWriting {
  readonly listing: Listing;
  readonly update: ListedUpdate;
  readonly id: (name: string) => string;
  readonly write: (expression: CodeExpression) => Printed;
}

const indent = "        ";

/** `_backend_update_step`: sums over all variables before them, numbers that are carried on after them. Empty where there are none. */
export function sharedLines(writing: KerasWriting): string[] {
  const { listing, id, write } = writing;
  const { passes, scalars, stores } = listing;
  const summing = passes.slice(0, -1);
  const host = passes.at(-1)!.host;
  const after = scalars.map(({ name }) => ({
    name,
    value:
      stores.find((store) => store.of === "scalar" && store.name === name)?.value ??
      ({ kind: "name", name, of: "scalar", type: "host", varies: true } as const),
  }));
  if (summing.length + after.length === 0) return [];
  const needed = neededFor(
    after.map(({ value }) => value),
    host,
  );
  const totals = summing.flatMap((pass) => pass.totals);
  return [
    "    def _backend_update_step(self, grads, trainable_variables, learning_rate):",
    ...(totals.length === 0 ? [] : loadHost(writing, summing)),
    ...summing.flatMap((pass) => totalLines(writing, pass)),
    `${indent}super()._backend_update_step(grads, trainable_variables, learning_rate)`,
    ...(after.length === 0
      ? []
      : loadHost(writing, [{ host: [...needed, ...after.map(asStatement)], tensors: [], totals: [] }])),
    ...needed.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), indent)),
    ...after.map(({ name, value }) => `${indent}self.assign(self._${id(name)}, ${write(value).text})`),
  ];
}

function asStatement({ name, value }: { readonly name: string; readonly value: CodeExpression }): ListedStatement {
  return { name, value, type: "host", assigns: "scalar", varies: true };
}

/** Numbers of the step that statements read: the rate, the count, what is carried on; in the precision of the first variable. */
function loadHost(writing: KerasWriting, passes: readonly ListedPass[]): string[] {
  return hostLoads(writing, valuesOf(passes), "trainable_variables[0].dtype");
}

function valuesOf(passes: readonly ListedPass[]): CodeExpression[] {
  return passes.flatMap(({ host, tensors, totals }) => [...host, ...tensors, ...totals].map(({ value }) => value));
}

function hostLoads({ listing, id }: KerasWriting, values: readonly CodeExpression[], dtype: string): string[] {
  const read = namesIn(values);
  const load = (name: string, value: string): string[] =>
    read.has(name) ? [`${indent}${id(name)} = ops.cast(${value}, ${dtype})`] : [];
  // A cast to the same type is the variable's own memory with PyTorch, which the assignments at the end of a step overwrite.
  const loadScalar = (name: string): string[] =>
    read.has(name) ? [`${indent}${id(name)} = ops.copy(ops.cast(self._${id(name)}, ${dtype}))`] : [];
  return [
    ...load("lr", "learning_rate"),
    ...load("step", "self.iterations + 1"),
    ...listing.scalars.flatMap(({ name }) => loadScalar(name)),
  ];
}

function totalLines(writing: KerasWriting, { host, tensors, totals }: ListedPass): string[] {
  const { id, write } = writing;
  const inner = `${indent}    `;
  const values = [...tensors, ...totals].map(({ value }) => value);
  return [
    ...host.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), indent)),
    ...totals.map(({ name }) => `${indent}${id(name)} = 0`),
    `${indent}for gradient, variable in zip(grads, trainable_variables):`,
    ...tensorLoads(writing, values, inner),
    ...tensors.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), inner)),
    ...totals.flatMap(({ name, value }) =>
      pythonStatement(
        `${id(name)} = `,
        write(
          callOf(
            "add",
            [
              { kind: "name", name, of: "total", type: "scalar", varies: true },
              value.type === "tree" ? callOf("tensor_sum", [value], "leaves") : value,
            ],
            "scalar",
          ),
        ),
        inner,
      ),
    ),
    ...totals.map(({ name }) => `${indent}self._${id(name)} = ${id(name)}`),
  ];
}

/** What statements of one variable read: the gradient, the weights, states, whether decay acts. */
function tensorLoads({ listing, id }: KerasWriting, values: readonly CodeExpression[], inner: string): string[] {
  const read = namesIn(values);
  const states = listing.states.filter(({ name }) => read.has(name));
  return [
    ...(states.length === 0 ? [] : [`${inner}i = self._get_variable_index(variable)`]),
    ...(read.has("g") || values.some((value) => hasOp(value, "fill", "on_matrices"))
      ? [`${inner}${id("g")} = ops.cast(gradient, variable.dtype)`]
      : []),
    ...(read.has("w") ? [`${inner}${id("w")} = ops.convert_to_tensor(variable)`] : []),
    ...states.map(({ name }) => `${inner}${id(name)} = ops.convert_to_tensor(self._${id(name)}[i])`),
    ...(values.some((value) => hasOp(value, "masked"))
      ? [`${inner}decays = 1.0 if self._use_weight_decay(variable) else 0.0`]
      : []),
  ];
}

/** Whether one of these functions is called. */
function hasOp(value: CodeExpression, ...ops: readonly CodeOp[]): boolean {
  return value.kind === "call" && (ops.includes(value.op) || value.args.some((arg) => hasOp(arg, ...ops)));
}

/** `update_step`: one variable. */
export function updateLines(writing: KerasWriting): string[] {
  const { listing, update, id, write } = writing;
  const { host } = listing.passes.at(-1)!;
  const { statements, added, stored } = update;
  const values = [...statements.map(({ value }) => value), ...(added === null ? [] : [added]), ...stored.values()];
  const used = neededFor(values, host);
  const all = [...used.map(({ value }) => value), ...values];
  const totals = listing.passes.flatMap((pass) => pass.totals).filter(({ name }) => namesIn(all).has(name));
  const changed = new Set(statements.filter(({ assigns }) => assigns === "state").map(({ name }) => name));
  const difference = added === null ? atom(`${id("w")} - before`) : write(added);
  const early = stored.size > 0 || statements.some(({ value, assigns }) => assigns === "local" && mayBeCarried(value));
  const subtracted = added === null ? null : withoutSign(added);
  const direct = subtracted === null ? null : write(subtracted);
  const call = (head: string, value: Printed): Printed => ({
    text: `${head}(variable, ${value.text})`,
    binds: 9,
    brackets: { head, args: [atom("variable"), value] },
  });
  const assigns = [...stored].map(
    ([name, value]) => `${indent}self.assign(self._${id(name)}[i], ${write(value).text})`,
  );
  const own = listing.states
    .filter(({ name }) => changed.has(name) && !stored.has(name))
    .map(({ name }) => `${indent}self.assign(self._${id(name)}[i], ${id(name)})`);
  const missing = !listing.states.some(({ name }) => namesIn(values).has(name)) && assigns.length + own.length > 0;
  return [
    "    def update_step(self, gradient, variable, learning_rate):",
    ...hostLoads(writing, all, "variable.dtype"),
    ...totals.map(({ name }) => `${indent}${id(name)} = self._${id(name)}`),
    ...used.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), indent)),
    ...(missing ? [`${indent}i = self._get_variable_index(variable)`] : []),
    ...tensorLoads(writing, [...all, ...(added === null ? [weights] : [])], indent),
    ...(added === null ? [`${indent}before = ${id("w")}`] : []),
    ...statements.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), indent)),
    ...(early ? pythonStatement(direct === null ? "added = " : "subtracted = ", direct ?? difference, indent) : []),
    ...assigns,
    ...own,
    ...pythonStatement(
      "",
      direct === null
        ? call("self.assign_add", early ? atom("added") : difference)
        : call("self.assign_sub", early ? atom("subtracted") : direct),
      indent,
    ),
  ];
}

/** Whether a value may be a state itself: with PyTorch its memory, which an assignment overwrites. */
function mayBeCarried(value: CodeExpression): boolean {
  if (value.kind === "name") return value.of === "state";
  return value.kind === "call" && value.op === "choose" && value.args.slice(1).some(mayBeCarried);
}

/** What is subtracted where something negative is added: the same bits; null where nothing is negative. */
function withoutSign(value: CodeExpression): CodeExpression | null {
  if (value.kind !== "call") return null;
  if (value.op === "neg") return value.args[0]!;
  if (value.op !== "mul" && value.op !== "div") return null;
  const first = withoutSign(value.args[0]!);
  return first === null ? null : { ...value, args: [first, value.args[1]!] };
}

const weights: CodeExpression = { kind: "name", name: "w", of: "weights", type: "tree", varies: true };
