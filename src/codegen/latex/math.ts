/** Mathematics as LaTeX sets it: a writer for every function, fractions, roots and cases, and words for what papers have no sign for. */
import { type CodeExpression, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { atom, createPrinter, type Printed, tightness, type Writer, type WriterTable } from "../target.ts";
import { shortNumber } from "../text/python.ts";
import type { Symbols } from "./symbols.ts";

/** A function that writes expressions with such symbols, as they stand when it is called. */
export function createMathWriter(
  listing: Pick<Listing, "mask">,
  symbols: Symbols,
): (expression: CodeExpression) => Printed {
  const atoms = {
    number: latexNumber,
    flag: (value: boolean) => atom(value ? "\\text{true}" : "\\text{false}"),
    name: (name: Parameters<Symbols["read"]>[0]) => atom(symbols.read(name)),
  };
  const write = (expression: CodeExpression): Printed =>
    createPrinter(tableOf(write, listing.mask === "free"), atoms)(expression);
  return write;
}

/** `0.9`, `10^{-4}`, `2 \times 10^{-4}`, `\infty`. */
export function latexNumber(value: number): Printed {
  if (!Number.isFinite(value)) return { text: value < 0 ? "-\\infty" : "\\infty", binds: tightness.sign };
  const [mantissa, exponent] = shortNumber(value).split("e");
  if (exponent === undefined) return { text: mantissa!, binds: value < 0 ? tightness.sign : tightness.atom };
  const power = `10^{${exponent}}`;
  if (mantissa === "1" || mantissa === "-1") {
    return { text: value < 0 ? `-${power}` : power, binds: value < 0 ? tightness.sign : tightness.power };
  }
  return { text: `${mantissa} \\times ${power}`, binds: tightness.product };
}

/** `a` where the condition holds, else `b`, over lines where it is part of something. */
export function latexCases(condition: string, [then, otherwise]: readonly Printed[]): Printed {
  return atom(
    `\\begin{cases} ${then!.text} & \\text{if } ${condition} \\\\ ${otherwise!.text} & \\text{otherwise} \\end{cases}`,
  );
}

/** How a tensor of two or more axes is told from others. */
export const isMatrix = "\\theta \\text{ is a matrix}";

const nextTo = 0.1;

function tableOf(print: (expression: CodeExpression) => Printed, masks: boolean): WriterTable {
  const named = (name: string): Writer => called(name);
  return {
    add: sum("+"),
    sub: sum("-"),
    mul: quotient(print),
    div: quotient(print),
    reciprocal: quotient(print),
    pow: ([x, y]) => power(x!, y!.text),
    square: ([x]) => power(x!, "2"),
    neg: ([x]) => ({ text: `-${grouped(x!, tightness.product)}`, binds: tightness.sign }),
    abs: around("\\lvert", "\\rvert"),
    norm: ([x]) => atom(`${around("\\lVert", "\\rVert")([x!]).text}_2`),
    floor: around("\\lfloor", "\\rfloor"),
    sign: named("\\operatorname{sign}"),
    sqrt: ([x]) => atom(`\\sqrt{${x!.text}}`),
    cbrt: ([x]) => atom(`\\sqrt[3]{${x!.text}}`),
    exp: named("\\exp"),
    expm1: (args) => ({ text: `${named("\\exp")(args, noCall).text} - 1`, binds: tightness.sum }),
    log: named("\\ln"),
    log1p: ([x]) => named("\\ln")([{ text: `1 + ${grouped(x!, tightness.sum)}`, binds: tightness.sum }], noCall),
    sin: named("\\sin"),
    cos: named("\\cos"),
    tan: named("\\tan"),
    arcsin: named("\\arcsin"),
    arccos: named("\\arccos"),
    arctan: named("\\arctan"),
    sinh: named("\\sinh"),
    cosh: named("\\cosh"),
    tanh: named("\\tanh"),
    arcsinh: named("\\operatorname{arsinh}"),
    arccosh: named("\\operatorname{arcosh}"),
    arctanh: named("\\operatorname{artanh}"),
    maximum: named("\\max"),
    minimum: named("\\min"),
    "<": relation("<"),
    "<=": relation("\\le"),
    ">": relation(">"),
    ">=": relation("\\ge"),
    "==": relation("="),
    "!=": relation("\\ne"),
    and: ([a, b]) => joined("\\land", tightness.and, [a!, b!]),
    or: ([a, b]) => joined("\\lor", tightness.or, [a!, b!]),
    not: ([x]) => ({ text: `\\lnot ${grouped(x!, tightness.not)}`, binds: tightness.not }),
    choose: ([condition, ...sides]) => latexCases(condition!.text, sides),
    on_matrices: (sides) => latexCases(isMatrix, sides),
    lerp: (_, call) => print(writtenOutLerp(call)),
    fill: ([x]) => x!,
    copy: ([x]) => x!,
    masked: ([x]) =>
      masks ? { text: `M \\odot ${grouped(x!, tightness.product + nextTo)}`, binds: tightness.product } : x!,
    tensor_sum: named("\\operatorname{sum}"),
    tensor_max: named("\\operatorname{largest}"),
    rows: () => atom("\\mathrm{rows}"),
    columns: () => atom("\\mathrm{cols}"),
    kth_largest: named("\\operatorname{quantile}"),
    row_norm: named("\\operatorname{rownorm}"),
    newton_schulz: named("\\operatorname{NewtonSchulz}"),
    polar: named("\\operatorname{polar}"),
    top_singular: named("\\operatorname{topsingular}"),
  };
}

/** Writers here look at the operands alone. */
const noCall = { kind: "call", op: "copy", args: [], type: "tree" } as const;

/** In round brackets as high as what they hold. */
function inRound(text: string): string {
  return /\\(?:frac|begin|sqrt)\b/.test(text) ? `\\left( ${text} \\right)` : `(${text})`;
}

function grouped(printed: Printed, place: number): string {
  return printed.binds < place ? inRound(printed.text) : printed.text;
}

function called(name: string): Writer {
  return (args) => atom(name + inRound(args.map(({ text }) => text).join(", ")));
}

function around(open: string, close: string): (args: readonly Printed[]) => Printed {
  return ([x]) => atom(`${open} ${x!.text} ${close}`);
}

function joined(operator: string, binds: number, [a, b]: readonly [Printed, Printed]): Printed {
  return { text: `${grouped(a, binds)} ${operator} ${grouped(b, binds)}`, binds };
}

function relation(operator: string): Writer {
  return ([a, b]) => joined(operator, tightness.comparison, [raised(a!), raised(b!)]);
}

/** Relations are not read from left to right. */
function raised(printed: Printed): Printed {
  return printed.binds === tightness.comparison ? atom(inRound(printed.text)) : printed;
}

/** Sums and products are read in any order on paper, so `a + (b + c)` needs no brackets; signs behind an operator do. */
function sum(operator: "+" | "-"): Writer {
  return ([a, b]) => {
    const signed = b!.binds === tightness.sign || /^-/.test(b!.text);
    const place = signed ? tightness.atom + nextTo : tightness.sum + (operator === "-" ? nextTo : 0);
    return { text: `${grouped(a!, tightness.sum)} ${operator} ${grouped(b!, place)}`, binds: tightness.sum };
  };
}

function product([a, b]: readonly Printed[]): Printed {
  const left = grouped(a!, tightness.product);
  const right = grouped(b!, /^-/.test(b!.text) ? tightness.atom + nextTo : tightness.product);
  const wordy =
    /^(?:\d|\\(?:mathrm|frac|begin))/.test(right) ||
    /(?:\\mathrm\{[^}]*\}\S*|(?<![_\w.])[\d.]+|\\end\{cases\})$/.test(left);
  return { text: `${left} ${wordy ? "\\cdot" : "\\,"} ${right}`, binds: tightness.product };
}

/** What a chain of products and quotients has above and below the stroke. */
interface Factors {
  readonly above: readonly CodeExpression[];
  readonly below: readonly CodeExpression[];
}

function factorsOf(expression: CodeExpression): Factors {
  const args = expression.kind === "call" ? expression.args.map(factorsOf) : [];
  const [a, b] = args;
  switch (expression.kind === "call" ? expression.op : "") {
    case "mul":
      return { above: [...a!.above, ...b!.above], below: [...a!.below, ...b!.below] };
    case "div":
      return { above: [...a!.above, ...b!.below], below: [...a!.below, ...b!.above] };
    case "reciprocal":
      return { above: a!.below, below: a!.above };
    default:
      return { above: [expression], below: [] };
  }
}

/** One fraction for the whole chain, cases beside it. */
function quotient(print: (expression: CodeExpression) => Printed): Writer {
  return (_, call) => {
    const { above, below } = factorsOf(call);
    const printed = above.map(print);
    const tall = printed.filter(({ text }) => text.startsWith("\\begin"));
    const flat = printed.filter((each) => !tall.includes(each));
    const over = flat.length === 0 ? [atom("1")] : flat;
    if (below.length === 0) return [...flat, ...tall].reduce((a, b) => product([a, b]));
    const [top, bottom] = [over, below.map(print)].map((each) => each.reduce((a, b) => product([a, b])));
    const fraction = { text: `\\frac{${top!.text}}{${bottom!.text}}`, binds: tightness.product + nextTo };
    return tall.reduce((a, b) => product([a, b]), fraction);
  };
}

function power(base: Printed, exponent: string): Printed {
  const grouping = grouped(base, tightness.atom);
  const text = /['^]/.test(grouping.replace(/\{[^{}]*\}/g, "")) ? `{${grouping}}` : grouping;
  return { text: `${text}^{${exponent}}`, binds: tightness.power };
}
