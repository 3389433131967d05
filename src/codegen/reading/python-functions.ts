/** Functions of Python that the language has a word for: what the NumPy target writes, read the other way, and what people write beside it. */
import { numpyHelpers } from "../numpy/helpers.ts";
import { sharedFunctions } from "../numpy/names.ts";
import { atom } from "../target.ts";
import { onHostOr } from "../text/python.ts";

/** Names under which NumPy and what is like it are imported. */
const modules: readonly string[] = ["np", "numpy", "jnp", "torch", "tf"];

/** What the language calls functions of codegen that it knows by another name. */
const words: { readonly [op: string]: string | undefined } = { maximum: "max", minimum: "min" };

const wordOf = (op: string): string => words[op] ?? op;

/** What Python calls an op on numbers of the host, as the targets write it; nothing where that is no call. */
function hostNames(): [string, string][] {
  const [x, y] = [atom("x"), atom("y")];
  const write = onHostOr(() => x);
  return sharedFunctions.flatMap((op): [string, string][] => {
    const { text } = write([x, y], { kind: "call", op, args: [], type: "host" });
    const name = /^([\w.]+)\(/.exec(text)?.[1];
    return name === undefined ? [] : [[name, wordOf(op)]];
  });
}

/** Of each element, by one name in NumPy, beside those that are exported. */
const others: { readonly [name: string]: string } = Object.fromEntries([
  ...["square", "reciprocal", "negative", "exp2", "log2", "log10", "power", "where"].map((name) => [name, name]),
  ...[
    ["pow", "power"],
    ["absolute", "abs"],
    ["asin", "arcsin"],
    ["acos", "arccos"],
    ["atan", "arctan"],
  ],
]);

/** The language's function for a name of Python as it is called (`np.sqrt`, `math.asin`, `abs`); undefined where there is none. */
export function functionOf(name: string): string | undefined {
  return known.get(name);
}

/** Names that may be called, for messages; without those of modules other than NumPy. */
export function readableFunctions(): readonly string[] {
  return [...known.keys()].filter((name) => name.startsWith("np.") || !name.includes("."));
}

const known: ReadonlyMap<string, string> = new Map([
  ...hostNames(),
  ...modules.flatMap((module) => [
    ...sharedFunctions.map((op): [string, string] => [`${module}.${op}`, wordOf(op)]),
    ...Object.entries(others).map(([name, word]): [string, string] => [`${module}.${name}`, word]),
    ...[
      [`${module}.linalg.norm`, "norm"],
      [`${module}.sum`, "tensor_sum"],
      [`${module}.max`, "tensor_max"],
    ].map(([name, word]): [string, string] => [name!, word!]),
  ]),
  ...Object.keys(numpyHelpers).map((name): [string, string] => [name, name]),
]);
