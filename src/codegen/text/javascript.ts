/** JavaScript text: what the targets that write it have in common, in the form that prettier gives it (80 characters). */

import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { originOf } from "../listing/origin.ts";
import { atom, calling, infix, inPlace, type Printed, placed, tightness, type Writer } from "../target.ts";
import { type Document, group, indented, joined, layOut, line, softLine, whereBroken } from "./document.ts";
import { licence, shortNumber, wrapWords } from "./python.ts";

/** Longest line. */
export const javascriptWidth = 80;

/** Words that cannot be names. */
export const javascriptReserved: readonly string[] = [
  ..."arguments await break case catch class const continue debugger default delete do else enum eval export".split(
    " ",
  ),
  ..."extends false finally for function if implements import in instanceof interface let new null package".split(" "),
  ..."private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
  ..."constructor prototype __proto__ Math Number String Array Object Infinity NaN undefined".split(" "),
];

/** `momentum_decay` as JavaScript writes names: `momentumDecay`. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A number: `1e-4`, `0.999`, `Infinity`. */
export function javascriptNumber(value: number): Printed {
  const text = Number.isFinite(value) ? shortNumber(value) : String(value);
  return { text, binds: value < 0 ? tightness.sign : tightness.atom };
}

/** `a * b`; a quotient is put in parentheses within a product, and a product within a quotient, as prettier does. */
function product(operator: "*" | "/"): Writer {
  const write = infix(operator, tightness.product);
  return ([left, right]) => {
    const mixed =
      left!.binds === tightness.product &&
      left!.pieces!.some((piece) => piece.operator !== "" && piece.operator !== operator);
    return write([mixed ? parenthesized(left!) : left!, right!]);
  };
}

/** Powers bind from the right, and take no sign on their left. */
const power: Writer = ([base, exponent]) => {
  const [a, b] = [placed(base!, tightness.atom), placed(exponent!, tightness.sign)];
  return {
    text: `${a.text} ** ${b.text}`,
    binds: tightness.power,
    pieces: [
      { operator: "", value: a },
      { operator: "**", value: b },
    ],
  };
};

function signed(operator: string): Writer {
  return ([x]) => {
    const of = x!.binds === tightness.power ? { ...x!, binds: tightness.choice } : x!;
    return { text: `${operator}${inPlace(of, tightness.sign + 0.1)}`, binds: tightness.sign };
  };
}

/** `c ? a : b` */
export function javascriptChoice([condition, then, otherwise]: readonly Printed[]): Printed {
  const [c, a, b] = [placed(condition!, tightness.or), placed(then!, tightness.or), placed(otherwise!, tightness.or)];
  return {
    text: `${c.text} ? ${a.text} : ${b.text}`,
    binds: tightness.choice,
    pieces: [
      { operator: "", value: c },
      { operator: "?", value: a },
      { operator: ":", value: b },
    ],
  };
}

/** A combination of conditions; prettier puts the one in the parentheses of the other. */
function logic(operator: "&&" | "||", binds: number): Writer {
  const write = infix(operator, binds);
  return (args) =>
    write(args.map((arg) => (arg.binds === tightness.and && binds === tightness.or ? parenthesized(arg) : arg)));
}

function parenthesized(printed: Printed): Printed {
  return placed({ ...printed, binds: tightness.choice }, tightness.or);
}

const math = (name: string): Writer => calling(`Math.${name}`);

/** Writers of numbers in JavaScript. */
export const javascriptArithmetic = {
  add: infix("+", tightness.sum),
  sub: infix("-", tightness.sum),
  mul: product("*"),
  div: product("/"),
  pow: power,
  neg: signed("-"),
  square: (args, call) => power([args[0]!, atom("2")], call),
  reciprocal: ([x], call) => product("/")([atom("1"), x!], call),
  abs: math("abs"),
  sign: math("sign"),
  sqrt: math("sqrt"),
  exp: math("exp"),
  expm1: math("expm1"),
  log: math("log"),
  log1p: math("log1p"),
  sin: math("sin"),
  cos: math("cos"),
  tan: math("tan"),
  arcsin: math("asin"),
  arccos: math("acos"),
  arctan: math("atan"),
  sinh: math("sinh"),
  cosh: math("cosh"),
  tanh: math("tanh"),
  arcsinh: math("asinh"),
  arccosh: math("acosh"),
  arctanh: math("atanh"),
  cbrt: math("cbrt"),
  floor: math("floor"),
  maximum: math("max"),
  minimum: math("min"),
  "<": infix("<", tightness.comparison),
  "<=": infix("<=", tightness.comparison),
  ">": infix(">", tightness.comparison),
  ">=": infix(">=", tightness.comparison),
  "==": infix("===", tightness.comparison),
  "!=": infix("!==", tightness.comparison),
  and: logic("&&", tightness.and),
  or: logic("||", tightness.or),
  not: signed("!"),
} satisfies { readonly [op: string]: Writer };

/** A statement `head value;`, the head being an assignment with its sign: `const x =`. */
export function javascriptStatement(head: string, value: Printed, indent: number): string[] {
  const { pieces } = value;
  const chain = pieces !== undefined && (pieces[1]!.operator !== "?" || isChain(pieces[0]!.value));
  const right = documentOf(value, "top");
  const whole = chain ? group(head, group(indented(line, right)), ";") : group(head, " ", right, ";");
  return layOut(whole, { width: javascriptWidth, indent }).split("\n");
}

/** `head(a, b)tail` */
export function javascriptCall(
  head: string,
  args: readonly string[],
  { tail = "", indent = 0 }: { readonly tail?: string; readonly indent?: number } = {},
): string[] {
  return layOut([callDocument(head, args), tail], { width: javascriptWidth, indent }).split("\n");
}

/** Lines of an object's entries between braces, behind `head`: on one line where they fit, else one each. */
export function javascriptObject(
  head: string,
  entries: readonly string[],
  { tail, indent }: { readonly tail: string; readonly indent: number },
): string[] {
  const between = entries.length === 0 ? [] : [indented(line, joined(entries, ",", line)), whereBroken(","), line];
  return layOut([group(`${head}{`, ...between, "}"), tail], { width: javascriptWidth, indent }).split("\n");
}

function callDocument(head: string, args: readonly Document[]): Document {
  if (args.length === 0) return `${head}()`;
  return group(`${head}(`, indented(softLine, joined(args, ",", line)), whereBroken(","), softLine, ")");
}

function isChain({ pieces }: Printed): boolean {
  return pieces !== undefined && pieces[1]!.operator !== "?";
}

/** Where an expression stands: alone on the right of an assignment, in parentheses, or as an argument or operand. */
type Standing = "top" | "inner";

function documentOf(printed: Printed, standing: Standing): Document {
  const { text, brackets, pieces } = printed;
  if (brackets !== undefined) {
    if (brackets.head === "") return ["(", documentOf(brackets.args[0]!, "inner"), ")"];
    return callDocument(
      brackets.head,
      brackets.args.map((arg) => documentOf(arg, "inner")),
    );
  }
  if (pieces === undefined) return text;
  const [first, ...rest] = pieces;
  if (rest[0]!.operator === "?") {
    const branches = rest.flatMap(({ operator, value }): Document[] => [
      line,
      `${operator} `,
      documentOf(value, "inner"),
    ]);
    return group(documentOf(first!.value, "top"), indented(...branches));
  }
  const alone = rest.length === 1 && !isChain(first!.value) && !isChain(rest[0]!.value) && standing === "top";
  const parts = rest.map(({ operator, value }): Document => {
    const right = [operator, line, documentOf(value, "inner")];
    return [" ", alone ? group(...right) : right];
  });
  const head = group(documentOf(first!.value, "inner"));
  return standing === "top" ? group(head, ...parts) : group(head, indented(...parts));
}

/** Lines of a comment that documentation tools read. */
export function docComment(paragraphs: readonly string[], indent = 0): string[] {
  const space = " ".repeat(indent);
  const safe = paragraphs.map((text) => text.replaceAll("*/", "* /"));
  const one = `${space}/** ${safe.join(" ")} */`;
  if (safe.length === 1 && one.length <= javascriptWidth) return [one];
  const lines = safe.flatMap((text) =>
    text === ""
      ? [`${space} *`]
      : wrapWords(text, { width: javascriptWidth - indent - 3 }).map((each) => `${space} * ${each}`),
  );
  return [`${space}/**`, ...lines, `${space} */`];
}

/** The first lines of a file: what it is, where it comes from, that it is free; `more`: what its user has to know. */
export function javascriptHeader(listing: Listing, more: readonly string[] = []): string[] {
  const { title, summary, source, deviation, lineage } = listing;
  const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
  return docComment([
    `${title}: ${summary[0]!.toLowerCase()}${summary.slice(1)}`,
    "",
    ...more.flatMap((text) => [text, ""]),
    `Source: ${sentence(source)}`,
    ...(deviation === "none" ? [] : [`Deviation: ${sentence(deviation)}`]),
    `Written by Lionlab from ${originOf(listing)}; ${licence}.`,
    ...(lineage === undefined ? [] : ["", ...lineage.text]),
  ]);
}

/** A default in the text; null where there is none. */
export function javascriptDefault({ default: value }: ListedHyperparameter): string | null {
  if (value === null) return null;
  return typeof value === "boolean" ? String(value) : javascriptNumber(value).text;
}
