/**
 * Python text: what the targets that write Python have in common, in the form that ruff and black give it (88 characters).
 */

import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { originOf } from "../listing/origin.ts";
import { atom, calling, infix, inPlace, type Printed, placed, tightness, type Writer } from "../target.ts";
import { type Document, group, indented, joined, layOut, line, softLine, whereBroken } from "./document.ts";

/** Longest line. */
export const pythonWidth = 88;

/** Words that cannot be names, and built-in functions that exported code calls. */
export const pythonReserved: readonly string[] = [
  ..."False None True and as assert async await break class continue def del elif else except finally for from global".split(
    " ",
  ),
  ..."if import in is lambda nonlocal not or pass raise return try while with yield match case type".split(" "),
  ..."abs bool dict enumerate float int len list max min print range set str sum super tuple zip self math".split(" "),
];

/** A number: `1e-4`, `0.999`, `float("inf")`. */
export function pythonNumber(value: number): Printed {
  if (!Number.isFinite(value))
    return atom(Number.isNaN(value) ? 'float("nan")' : `float("${value < 0 ? "-" : ""}inf")`);
  return { text: shortNumber(value), binds: value < 0 ? tightness.sign : tightness.atom };
}

/** The same digits as a person writes them: powers of ten below 0.01 and all below 0.001 with an exponent. */
export function shortNumber(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  const small = Math.abs(value) < 1e-3 || (Math.abs(value) < 0.01 && /^-?1$/.test(mantissa));
  return value !== 0 && small ? `${mantissa}e${exponent}` : String(value).replace("e+", "e");
}

/** A default or an argument: numbers are floats. */
export function pythonValue(value: number | boolean): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  const { text } = pythonNumber(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Writers of what Python writes alike for numbers, arrays and tensors. */
export const pythonArithmetic = {
  add: infix("+", tightness.sum),
  sub: infix("-", tightness.sum),
  mul: infix("*", tightness.product),
  div: infix("/", tightness.product),
  pow: power,
  neg: ([x]) => ({
    text: `-${x!.binds === tightness.power ? `(${x!.text})` : inPlace(x!, tightness.sign)}`, // ruff writes -(x**2)
    binds: tightness.sign,
  }),
  square: ([x]) => power([x!, atom("2")]),
  reciprocal: ([x]) => infix("/", tightness.product)([atom("1"), x!]),
  "<": infix("<", tightness.comparison),
  "<=": infix("<=", tightness.comparison),
  ">": infix(">", tightness.comparison),
  ">=": infix(">=", tightness.comparison),
  "==": infix("==", tightness.comparison),
  "!=": infix("!=", tightness.comparison),
  and: (args, call) => (call.type === "flag" ? infix("and", tightness.and) : infix("&", tightness.bitsAnd))(args),
  or: (args, call) => (call.type === "flag" ? infix("or", tightness.or) : infix("|", tightness.bitsOr))(args),
  not: ([x], call) =>
    call.type === "flag"
      ? { text: `not ${inPlace(x!, tightness.not)}`, binds: tightness.not }
      : { text: `~${inPlace(x!, tightness.sign)}`, binds: tightness.sign },
} satisfies { readonly [op: string]: Writer };

/** `a if c else b` */
export function pythonChoice([condition, then, otherwise]: readonly Printed[]): Printed {
  const pieces = [
    { operator: "", value: placed(then!, tightness.or) },
    { operator: "if", value: placed(condition!, tightness.or) },
    { operator: "else", value: placed(otherwise!, tightness.choice) },
  ];
  const text = pieces
    .map(({ operator, value }) => (operator === "" ? value.text : `${operator} ${value.text}`))
    .join(" ");
  return { text, binds: tightness.choice, pieces };
}

/** Functions of `math` by the name of their op. */
const mathNames: { readonly [op: string]: string | undefined } = {
  sqrt: "math.sqrt",
  exp: "math.exp",
  expm1: "math.expm1",
  log: "math.log",
  log1p: "math.log1p",
  sin: "math.sin",
  cos: "math.cos",
  tan: "math.tan",
  arcsin: "math.asin",
  arccos: "math.acos",
  arctan: "math.atan",
  sinh: "math.sinh",
  cosh: "math.cosh",
  tanh: "math.tanh",
  arcsinh: "math.asinh",
  arccosh: "math.acosh",
  arctanh: "math.atanh",
  floor: "math.floor",
  cbrt: "math.cbrt",
  abs: "abs",
  maximum: "max",
  minimum: "min",
};

/** A function of the host by `math`, of tensors as `otherwise` writes it; `sign` of the host has no word in Python. */
export function onHostOr(otherwise: Writer): Writer {
  return (args, call) => {
    if (call.type !== "host") return otherwise(args, call);
    const name = mathNames[call.op];
    if (name !== undefined) return calling(name)(args);
    const [x] = args.map((arg) => inPlace(arg, tightness.comparison + 0.1));
    return infix("-", tightness.sum)([atom(`(${x} > 0)`), atom(`(${x} < 0)`)]);
  };
}

/** Black writes powers of plain operands without spaces. */
function power([base, exponent]: readonly Printed[]): Printed {
  const [a, b] = [inPlace(base!, tightness.atom), inPlace(exponent!, tightness.sign)];
  const plain = [a, b].every((text) => /^-?[\w.]+$/.test(text));
  const pieces = [
    { operator: "", value: placed(base!, tightness.atom) },
    { operator: "**", value: placed(exponent!, tightness.sign) },
  ];
  return plain
    ? { text: `${a}**${b}`, binds: tightness.power }
    : { text: `${a} ** ${b}`, binds: tightness.power, pieces };
}

/** A statement `head value`, in lines of at most 88 characters where it can be broken as ruff breaks it. */
export function pythonStatement(head: string, value: Printed, indent: string): string[] {
  const lay = (...parts: readonly Document[]): string[] =>
    layOut(parts, { width: pythonWidth, indent: indent.length, step: 4 }).split("\n");
  const flat = indent + head + value.text;
  if (flat.length <= pythonWidth) return [flat];
  if (value.pieces === undefined) return lay(head, unparenthesized(value));
  const bare = endsInBrackets(value) ? lay(head, unparenthesized(value)) : [flat];
  if (bare.every((text) => text.length <= pythonWidth)) return bare;
  return lay(head, inBrackets("", "()", [value]));
}

/**
 * Whether a statement may break within brackets of its value rather than get parentheses: where one operator binds loosest, and the value begins or ends
 * with brackets.
 */
function endsInBrackets({ pieces = [] }: Printed): boolean {
  const leaf = (value: Printed, at: 0 | -1): Printed =>
    value.pieces === undefined ? value : leaf(value.pieces.at(at)!.value, at);
  const [first, last] = ([0, -1] as const).map((at) => pieces.length === 2 && leaf(pieces.at(at)!.value, at).brackets);
  return (first || undefined)?.head === "" || Boolean(last);
}

/** A value that breaks within its brackets alone, as where no parentheses are around it. */
function unparenthesized({ text, pieces, brackets }: Printed): Document {
  if (brackets !== undefined) return inBrackets(brackets.head, brackets.pair ?? "()", brackets.args);
  if (pieces === undefined) return text;
  return pieces.map(({ operator, value }) => [operator === "" ? "" : ` ${operator} `, unparenthesized(value)]);
}

/** A value that stands within brackets, where it breaks in front of its operators as well. */
function within({ text, pieces, brackets }: Printed): Document {
  if (brackets !== undefined) return inBrackets(brackets.head, brackets.pair ?? "()", brackets.args);
  if (pieces === undefined) return text;
  return group(pieces.map(({ operator, value }) => [operator === "" ? [] : [line, `${operator} `], within(value)]));
}

/** `head(args)`: the arguments behind the bracket, or on a line of their own, or each on one. */
function inBrackets(head: string, pair: string, args: readonly Printed[]): Document {
  const [open, close] = [...pair] as [string, string];
  const list = group(joined(args.map(within), ",", line), args.length > 1 ? whereBroken(",") : "");
  return args.length === 0 ? head + pair : [head, open, group(indented(softLine, list), softLine), close];
}

/** `head(a, b)tail` on one line, or with the arguments on a line of their own, or each on its own. */
export function pythonCall(
  head: string,
  args: readonly string[],
  { tail = "", indent = "" }: { readonly tail?: string; readonly indent?: string } = {},
): string[] {
  const one = `${indent}${head}(${args.join(", ")})${tail}`;
  if (one.length <= pythonWidth) return [one];
  const inner = `${indent}    `;
  const comma = head.startsWith("def ") && args.length === 1 ? "," : "";
  const together = inner + args.join(", ") + comma;
  if (together.length <= pythonWidth) return [`${indent}${head}(`, together, `${indent})${tail}`];
  const starred = (arg: string): boolean => arg === "*" || arg === "/";
  return [`${indent}${head}(`, ...args.map((arg) => `${inner}${arg}${starred(arg) ? "," : ","}`), `${indent})${tail}`];
}

/** Words broken into lines; `hanging`: the indent of all but the first. */
export function wrapWords(
  text: string,
  {
    indent = "",
    hanging = indent,
    width = pythonWidth,
  }: { readonly indent?: string; readonly hanging?: string; readonly width?: number } = {},
): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    const empty = line.trim() === "";
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hanging + word;
    } else line += (empty ? "" : " ") + word;
  }
  return [...lines, line];
}

/** What exported code says of its use. */
export const licence = "free to use, change and share, without any condition (0BSD)";

/** The first lines of a file: what it is, where it comes from, that it is free. */
export function pythonHeader(listing: Listing): string[] {
  const { title, summary, source, deviation } = listing;
  const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
  return [
    ...wrapWords(`"""${title}: ${summary}`).map(escapeDocstring),
    "",
    ...wrapWords(`Source: ${sentence(source)}`).map(escapeDocstring),
    ...(deviation === "none" ? [] : wrapWords(`Deviation: ${sentence(deviation)}`).map(escapeDocstring)),
    ...wrapWords(`Written by Lionlab from ${originOf(listing)}; ${licence}.`).map(escapeDocstring),
    '"""',
  ];
}

/** Text within a docstring, where a backslash or three quotes would mean something; those that open it stay. */
export function escapeDocstring(text: string): string {
  const opening = /^ *r?"""/.exec(text)?.[0] ?? "";
  return opening + text.slice(opening.length).replaceAll("\\", "\\\\").replaceAll('"""', "'''");
}

/** `lr=1e-4`, and the name alone of what must be given. */
export function pythonDefault({ default: value }: ListedHyperparameter, name: string): string {
  return value === null ? name : `${name}=${pythonValue(value)}`;
}
