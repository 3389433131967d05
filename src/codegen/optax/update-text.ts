/** The function `update_fn` of an Optax transformation: sums over all tensors first, then the function of one parameter. */
import { type CodeExpression, callOf } from "../listing/expression.ts";
import { expressionsOf, type ListedPass, type Listing } from "../listing/listing.ts";
import { type ListedUpdate, namesIn, neededFor } from "../listing/update-of.ts";
import { atom, type Printed } from "../target.ts";
import { pythonCall, pythonStatement, pythonWidth } from "../text/python.ts";
import { needsFloatStep } from "./writers.ts";

/** How the parts of one file are written. */
export interface OptaxWriting {
  readonly listing: Listing;
  readonly update: ListedUpdate;
  readonly id: (name: string) => string;
  readonly write: (expression: CodeExpression) => Printed;
  readonly factory: string;
  readonly stateClass: string;
  readonly usesRate: boolean;
  /** Whether the state counts steps. */
  readonly counts: boolean;
}

/** `head(a, b)` of texts. */
export function callOfTexts(head: string, args: readonly string[]): Printed {
  return bracketed(head, args.map(atom));
}

/** `head(a, b)`, broken into lines where it is long. */
export function bracketed(head: string, args: readonly Printed[]): Printed {
  return { ...atom(`${head}(${args.map(({ text }) => text).join(", ")})`), brackets: { head, args } };
}

const indent = "        ";

/** The lines of `update_fn`. */
export function updateLines(writing: OptaxWriting): string[] {
  const { listing, update, id, write, usesRate, counts, stateClass } = writing;
  const { passes, scalars, stores, states, mask } = listing;
  const last = passes.at(-1)!;
  const stepArgs = argumentsOf(writing, [
    ...update.statements.map(({ value }) => value),
    ...(update.added === null ? [{ kind: "name", name: "w" } as CodeExpression] : [update.added]),
    ...states.map(({ name }) => update.stored.get(name) ?? ({ kind: "name", name } as CodeExpression)),
  ]);
  const everywhere = [
    stepArgs,
    ...passes.flatMap((pass) => pass.totals.map(({ value }) => totalArguments(writing, pass, value))),
  ];
  const needsParams = mask !== "none" || everywhere.some(({ trees }) => trees.includes("params"));
  const float = needsFloatStep(expressionsOf({ passes, stores, states: [], scalars: [] }));
  const scalarStores = new Map(stores.filter(({ of }) => of === "scalar").map(({ name, value }) => [name, value]));
  const count = listing.usesStep && !float ? id("step") : "optax.safe_increment(state.count)";
  const fields = [
    ...(counts ? [`count=${float && listing.usesStep ? "count" : count}`] : []),
    ...scalars.map(({ name }) => {
      const value = scalarStores.get(name);
      return `${id(name)}=jnp.asarray(${value === undefined ? id(name) : write(value).text}, float)`;
    }),
    ...states.map(({ name }, i) => `${id(name)}=_pick(${i + 1}, stepped, state.${id(name)})`),
  ];
  // the count is read once more at the end, where the program may have given its name away
  const renamed = passes.some(({ host }) => host.some(({ name }) => name === "step"));
  const asCount = listing.usesStep && (float || renamed);
  if (asCount) fields[0] = "count=count";
  return [
    "    def update_fn(updates, state, params=None):",
    ...(needsParams
      ? [`${indent}if params is None:`, `${indent}    raise ValueError(optax.NO_PARAMS_MSG)`]
      : [`${indent}del params`]),
    ...(usesRate
      ? [`${indent}${id("lr")} = learning_rate(state.count) if callable(learning_rate) else learning_rate`]
      : []),
    ...(asCount ? [`${indent}count = optax.safe_increment(state.count)`] : []),
    ...(listing.usesStep
      ? [
          `${indent}${id("step")} = ${asCount ? (float ? "count.astype(float)" : "count") : "optax.safe_increment(state.count)"}`,
        ]
      : []),
    ...scalars.map(({ name }) => `${indent}${id(name)} = state.${id(name)}`),
    ...(mask === "none" ? [] : [`${indent}decays = _expand(mask, params)`]),
    ...passes.slice(0, -1).flatMap((pass) => totalLines(writing, pass)),
    ...hostLines(writing, last),
    "",
    ...stepLeafLines(writing, stepArgs.names),
    "",
    ...pythonCall(`stepped = _map_leaves`, ["step_leaf", ...stepArgs.trees], { indent }),
    ...returnLines(`_pick(0, stepped, updates)`, stateClass, fields),
  ];
}

function returnLines(updates: string, stateClass: string, fields: readonly string[]): string[] {
  const one = `${indent}return ${updates}, ${stateClass}(${fields.join(", ")})`;
  if (one.length <= pythonWidth) return [one];
  return pythonCall(`return ${updates}, ${stateClass}`, fields, { indent });
}

/** What a function of one parameter takes, and the trees that it goes over. */
interface LeafArguments {
  readonly names: readonly string[];
  readonly trees: readonly string[];
}

function argumentsOf({ listing, id }: OptaxWriting, values: readonly CodeExpression[]): LeafArguments {
  const read = namesIn(values);
  const masked = values.some(hasMask);
  const states = listing.states.filter(({ name }) => read.has(name));
  return {
    names: [
      id("g"),
      ...(read.has("w") ? [id("w")] : []),
      ...states.map(({ name }) => id(name)),
      ...(masked ? ["decays"] : []),
    ],
    trees: [
      "updates",
      ...(read.has("w") ? ["params"] : []),
      ...states.map(({ name }) => `state.${id(name)}`),
      ...(masked ? ["decays"] : []),
    ],
  };
}

function hasMask(value: CodeExpression): boolean {
  return value.kind === "call" && (value.op === "masked" || value.args.some(hasMask));
}

function totalArguments(writing: OptaxWriting, { tensors }: ListedPass, value: CodeExpression): LeafArguments {
  return argumentsOf(writing, [...neededFor([value], tensors).map((each) => each.value), value]);
}

function hostLines({ id, write }: OptaxWriting, { host }: ListedPass): string[] {
  return host.flatMap(({ name, value }) => pythonStatement(`${id(name)} = `, write(value), indent));
}

/** Sums over all tensors: in one line where the gradients alone decide. */
function totalLines(writing: OptaxWriting, pass: ListedPass): string[] {
  const { id, write } = writing;
  return [
    ...hostLines(writing, pass),
    ...pass.totals.flatMap(({ name, value }) => {
      const statements = neededFor([value], pass.tensors);
      const { names, trees } = totalArguments(writing, pass, value);
      const sum = value.type === "tree" ? `jnp.sum(${write(value).text})` : write(value).text;
      const short = `${indent}${id(name)} = sum(${sum} for ${id("g")} in jax.tree.leaves(updates))`;
      if (statements.length === 0 && trees.length === 1 && short.length <= pythonWidth) return [short];
      const inner = `${indent}    `;
      const leaf = `leaf_${id(name)}`;
      return [
        "",
        `${indent}def ${leaf}(${names.join(", ")}):`,
        ...statements.flatMap((each) => pythonStatement(`${id(each.name)} = `, write(each.value), inner)),
        ...pythonStatement(
          "return ",
          value.type === "tree" ? bracketed("jnp.sum", [write(value)]) : write(value),
          inner,
        ),
        "",
        ...pythonStatement(
          `${id(name)} = `,
          bracketed("sum", [bracketed("jax.tree.leaves", [callOfTexts("_map_leaves", [leaf, ...trees])])]),
          indent,
        ),
      ];
    }),
  ];
}

/** A number as a tensor of the gradient's shape, for an update has its parameter's shape and type. */
function ofEveryElement(value: CodeExpression): CodeExpression {
  return value.type === "host" || value.type === "leaves" ? callOf("fill", [value], "tree") : value;
}

/** The function of one parameter: what is added to it, and its states. */
function stepLeafLines({ listing, update, id, write }: OptaxWriting, names: readonly string[]): string[] {
  const inner = `${indent}    `;
  const { statements, added, stored } = update;
  const results = listing.states.map(({ name }) => {
    const value = stored.get(name);
    return value === undefined ? id(name) : write(value).text;
  });
  const first = added === null ? atom(`${id("w")} - before`) : write(ofEveryElement(added));
  const tail = results.length === 0 ? "," : `, ${results.join(", ")}`;
  const one = `${inner}return ${results.length === 0 ? `(${first.text},)` : `${first.text}${tail}`}`;
  const end =
    one.length <= pythonWidth
      ? [one]
      : [
          ...pythonStatement("added = ", first, inner),
          `${inner}return ${results.length === 0 ? "(added,)" : `added${tail}`}`,
        ];
  return [
    `${indent}def step_leaf(${names.join(", ")}):`,
    ...(added === null ? [`${inner}before = ${id("w")}`] : []),
    ...statements.flatMap(({ name, value }) => pythonStatement(`${id(name)} = `, write(value), inner)),
    ...end,
  ];
}
