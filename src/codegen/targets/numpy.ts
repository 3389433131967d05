/**
 * NumPy: a readable function of lists of arrays, the shortest form that computes the same numbers.
 *
 * Names are the program's. Norms are those of NumPy, without the scaling that keeps them in float32 at extreme sizes.
 */
import { type CodeExpression, nodesOf } from "../listing/expression.ts";
import type { ListedHyperparameter, ListedPass, ListedTotal, Listing } from "../listing/listing.ts";
import { helperLines, numpyHelpers } from "../numpy/helpers.ts";
import { maskLines } from "../numpy/mask-lines.ts";
import { numpyTable } from "../numpy/table.ts";
import { atom, calling, createPrinter, defineTarget, type Printed } from "../target.ts";
import { identifiersOf } from "../text/identifiers.ts";
import { pythonIndex } from "../text/index-file.ts";
import {
  pythonCall,
  pythonDefault,
  pythonNumber,
  pythonReserved,
  pythonStatement,
  pythonValue,
  pythonWidth,
  wrapWords,
} from "../text/python.ts";
import { moduleHeading } from "../text/python-heading.ts";

const reserved = new Set([
  ...pythonReserved,
  ...Object.keys(numpyHelpers),
  "np",
  "init",
  "apply",
  "params",
  "grads",
  "state",
  "i",
  "decays",
]);

/** NumPy. */
export const numpy = defineTarget({
  name: "numpy",
  title: "NumPy",
  extension: "py",
  about: "A module with init and apply over lists of arrays, to read and to check others by.",
  reserved,
  width: pythonWidth,
  print,
  index: pythonIndex(null),
  test: {
    language: "python",
    needs: ["numpy"],
    precision: "float64",
    run: runLines,
    argument: (listing) => argumentsOf(listing),
  },
});

/** How the parts of one file are written. */
interface Writing {
  readonly listing: Listing;
  readonly id: (name: string) => string;
  readonly write: (expression: CodeExpression) => Printed;
}

/** The identifier of each name. */
function argumentsOf(listing: Listing): (name: string) => string {
  const identifiers = identifiersOf(listing, { reserved, wish: (name) => name });
  return (name) => identifiers.get(name)!;
}

function print(listing: Listing): string {
  const id = argumentsOf(listing);
  const atoms = {
    number: pythonNumber,
    flag: (value: boolean) => atom(value ? "True" : "False"),
    name: ({ name }: { readonly name: string }) => atom(id(name)),
  };
  const write = (expression: CodeExpression): Printed => createPrinter(numpyTable(write, listing), atoms)(expression);
  const writing = { listing, id, write };
  const body = [...initLines(writing), "", "", ...updateLines(writing)];
  const helpers = helperLines(numpyHelpers, listing.ops, body);
  const has = (word: string): boolean => [...helpers, ...body].some((line) => line.includes(word));
  const imports = [["import math", "math."] as const, ["import numpy as np", "np."] as const].flatMap(([text, word]) =>
    has(word) ? [text, ""] : [],
  );
  return [...moduleHeading(listing), "", ...imports, "", ...helpers, ...body, ""].join("\n");
}

/** Hyperparameters that the state begins with. */
function startOptions({ states, scalars, hyperparameters }: Listing): readonly ListedHyperparameter[] {
  const read = namesIn([...states, ...scalars].map(({ start }) => start));
  return hyperparameters.filter(({ name }) => read.has(name));
}

/** Hyperparameters that a step reads. */
function stepOptions({ passes, stores, hyperparameters }: Listing): readonly ListedHyperparameter[] {
  const values = passes.flatMap(({ host, tensors, totals }) => [...host, ...tensors, ...totals]);
  const read = namesIn([...values, ...stores].map(({ value }) => value));
  return hyperparameters.filter(({ name }) => read.has(name));
}

function runLines(listing: Listing): string[] {
  const id = argumentsOf(listing);
  const given = (options: readonly ListedHyperparameter[]): string =>
    options.map(({ name }) => `, ${id(name)}=options["${id(name)}"]`).join("");
  return [
    "def run(exported, start, gradients, options):",
    "    import numpy as np",
    "",
    "    params = [np.array(w, dtype=np.float64) for w in start]",
    ...pythonStatement("state = ", calling("exported.init")([atom(`params${given(startOptions(listing))}`)]), "    "),
    "    path = []",
    "    for step in gradients:",
    "        grads = [np.array(g, dtype=np.float64) for g in step]",
    ...pythonCall("exported.apply", ["params", "grads", "state", ...given(stepOptions(listing)).split(", ").slice(1)], {
      indent: "        ",
    }),
    "        path.append([w.tolist() for w in params])",
    "    return path",
  ];
}

function initLines({ listing, id, write }: Writing): string[] {
  const { states, scalars, usesStep } = listing;
  const options = startOptions(listing);
  const needed = options.map((each) => pythonDefault(each, id(each.name)));
  const later = new Set(stepOptions(listing));
  const own = options.filter((each) => !later.has(each)); // what apply does not explain
  const arrays = states.map(({ name, start }) => {
    const zero = start.kind === "number" && start.value === 0;
    return `"${id(name)}": [${zero ? "np.zeros_like(w)" : `np.full_like(w, ${write(start).text})`} for w in params]`;
  });
  const numbers = scalars.map(
    ({ name, start }) => `"${id(name)}": ${start.kind === "number" ? pythonValue(start.value) : write(start).text}`,
  );
  const entries = [...(usesStep ? ['"step": 0'] : []), ...numbers, ...arrays];
  const one = `    return {${entries.join(", ")}}`;
  return [
    ...pythonCall("def init", ["params", ...(needed.length === 0 ? [] : ["*", ...needed])], { tail: ":" }),
    ...(own.length === 0
      ? ['    """The state before the first step, for a list of arrays."""']
      : ['    """The state before the first step, for a list of arrays.', "", ...aboutLines(own, id), '    """']),
    ...(one.length <= pythonWidth ? [one] : ["    return {", ...entries.map((entry) => `        ${entry},`), "    }"]),
  ];
}

function updateLines({ listing, id, write }: Writing): string[] {
  const { passes, scalars, stores, usesStep, mask } = listing;
  const needed = stepOptions(listing);
  const options = [
    ...needed.map((each) => pythonDefault(each, id(each.name))),
    ...(mask === "free" ? ["decays=None"] : []),
  ];
  const required = (text: string): number => Number(text.includes("="));
  options.sort((a, b) => required(a) - required(b));
  const writing = { listing, id, write };
  return [
    ...pythonCall("def apply", ["params", "grads", "state", ...(options.length === 0 ? [] : ["*", ...options])], {
      tail: ":",
    }),
    ...docstring("One step: puts new arrays into the lists params and state.", [
      ...aboutLines(needed, id),
      ...(mask === "free" ? ["    decays: for each array, whether weight decay acts on it"] : []),
      ...maskLines(listing, id),
    ]),
    ...(mask === "free" ? ["    decays = [True] * len(params) if decays is None else decays"] : []),
    ...(usesStep ? [`    ${id("step")} = state["step"] = state["step"] + 1`] : []),
    ...scalars.map(({ name }) => `    ${id(name)} = state["${id(name)}"]`),
    ...passes.flatMap((pass) => passLines(pass, writing)),
    ...stores
      .filter(({ of }) => of === "scalar")
      .flatMap(({ name, value }) => pythonStatement(`${id(name)} = `, write(value), "    ")),
    ...scalars.map(({ name }) => `    state["${id(name)}"] = ${id(name)}`),
  ];
}

/** `lr: step size` */
function aboutLines(options: readonly ListedHyperparameter[], id: Writing["id"]): string[] {
  return options.flatMap(({ name, about }) => wrapWords(`${id(name)}: ${about}`, { indent: "    " }));
}

function docstring(summary: string, details: readonly string[]): string[] {
  return details.length === 0 ? [`    """${summary}"""`] : [`    """${summary}`, "", ...details, '    """'];
}

function passLines(pass: ListedPass, writing: Writing): string[] {
  const { id, write } = writing;
  const host = pass.host.flatMap(({ name, value }) => pythonStatement(`${id(name)} = `, write(value), "    "));
  if (pass.tensors.length === 0 && pass.totals.length > 0) {
    const sums = pass.totals.map((total) => shortTotal(total, writing));
    if (sums.every((sum) => sum !== null)) return [...host, ...sums];
  }
  return [...host, ...pass.totals.map(({ name }) => `    ${id(name)} = 0`), ...loopLines(pass, writing)];
}

/** A total of weights or gradients alone, as one line; null where it needs more. */
function shortTotal({ name, value }: ListedTotal, { id, write }: Writing): string | null {
  const tensors = nodesOf(value).filter(
    (node) => node.kind === "name" && (node.type === "tree" || node.type === "leaves"),
  );
  const [first] = tensors;
  if (first?.kind !== "name" || tensors.some((node) => node.kind === "name" && node.name !== first.name)) return null;
  if (first.of !== "weights" && first.of !== "gradient") return null;
  const line = `    ${id(name)} = sum(${sumOf(value, write)} for ${id(first.name)} in ${first.of === "weights" ? "params" : "grads"})`;
  return line.length <= pythonWidth && !line.includes("(w,") ? line : null;
}

function sumOf(value: CodeExpression, write: Writing["write"]): string {
  return value.type === "tree" ? `np.sum(${write(value).text})` : write(value).text;
}

function loopLines({ tensors, totals }: ListedPass, { listing, id, write }: Writing): string[] {
  const { states, stores } = listing;
  const last = totals.length === 0;
  const kept = last ? stores.filter(({ of }) => of !== "scalar") : [];
  const read = namesIn([...tensors, ...totals, ...kept].map(({ value }) => value));
  const indent = "        ";
  const assignsWeights = tensors.at(-1)?.assigns === "weights" && !namesIn(kept.map(({ value }) => value)).has("w");
  const statements = tensors.flatMap(({ name, value }, i) => {
    const stored = last && assignsWeights && i === tensors.length - 1;
    return pythonStatement(`${stored ? "params[i]" : id(name)} = `, write(value), indent);
  });
  const written = new Set(tensors.filter(({ assigns }) => assigns === "state").map(({ name }) => name));
  const inBetween = last && !assignsWeights && tensors.some(({ assigns }) => assigns === "weights");
  const keeps = last
    ? [
        ...(inBetween ? [`${indent}params[i] = w`] : []),
        ...kept.map(
          ({ of, name, value }) =>
            `${indent}${of === "weights" ? "params[i]" : `state["${id(name)}"][i]`} = ${write(value).text}`,
        ),
        ...states
          .filter(({ name }) => written.has(name))
          .map(({ name }) => `${indent}state["${id(name)}"][i] = ${id(name)}`),
      ]
    : totals.map(({ name, value }) => `${indent}${id(name)} += ${sumOf(value, write)}`);
  const loads = states
    .filter(({ name }) => read.has(name))
    .map(({ name }) => `${indent}${id(name)} = state["${id(name)}"][i]`);
  return ["    for i, (w, g) in enumerate(zip(params, grads)):", ...loads, ...statements, ...keeps];
}

function namesIn(expressions: readonly CodeExpression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(nodesOf).flatMap((node) => (node.kind === "name" ? [node.name] : [])));
}
