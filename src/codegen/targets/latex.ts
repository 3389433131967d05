/** LaTeX: the algorithm box of a paper, to be put in with `\input`; the numbers are those of the program, in the signs of mathematics. */
import { latexText } from "../../core/latex-text.ts";
import { createMathWriter, isMatrix, latexNumber } from "../latex/math.ts";
import { latexReserved, type Symbols, symbolsOf } from "../latex/symbols.ts";
import { type CodeExpression, nodesOf } from "../listing/expression.ts";
import { expressionsOf, type ListedTotal, type Listing } from "../listing/listing.ts";
import { defineTarget, type Printed } from "../target.ts";
import { functionNameOf } from "../text/identifiers.ts";
import { pythonWidth, wrapWords } from "../text/python.ts";
import { moduleHeading } from "../text/python-heading.ts";

/** LaTeX. */
export const latex = defineTarget({
  name: "latex",
  title: "LaTeX",
  extension: "tex",
  about: "An algorithm box as papers have it, for \\input into yours.",
  reserved: latexReserved,
  width: null,
  print,
  test: { none: "a box of a paper is no code" },
});

/** How the parts of one box are written. */
interface Writing {
  readonly listing: Listing;
  readonly symbols: Symbols;
  readonly write: (expression: CodeExpression) => Printed;
}

function print(listing: Listing): string {
  const symbols = symbolsOf(listing);
  const writing = { listing, symbols, write: createMathWriter(listing, symbols) };
  const lines = [
    "\\begin{algorithm}",
    `  \\caption{${latexText(listing.title)}}`,
    `  \\label{alg:${functionNameOf(listing.name)}}`,
    "  \\begin{algorithmic}[1]",
    ...requirements(writing),
    ...starts(writing),
    "    \\For{$t = 1, 2, \\dots$}",
    `      \\State $g_t \\gets \\nabla f_t(${symbols.read(weights)})$`,
    ...statements(writing).map((line) => `      ${line}`),
    "    \\EndFor",
    "  \\end{algorithmic}",
    ...notes(listing),
    "\\end{algorithm}",
  ];
  return [...comment(listing), ...lines.flatMap(broken), ""].join("\n");
}

const weights = { kind: "name", name: "w", of: "weights", type: "tree", varies: true } as const;

function comment(listing: Listing): string[] {
  const about = moduleHeading(listing).filter((line) => line !== '"""');
  const needs = "Needs in the preamble: \\usepackage{amsmath, algorithm, algpseudocode}";
  return [...about.map((line) => line.replace(/^"""/, "")), "", needs].map((line) => `% ${line}`.trimEnd());
}

function requirements({ listing, symbols }: Writing): string[] {
  const each = listing.hyperparameters.map(({ name, default: value, about }) => {
    const symbol = symbols.constant(name);
    const shown = typeof value === "number" ? latexNumber(value).text : `\\text{${value ? "true" : "false"}}`;
    const set = value === null ? `$${symbol}$` : name === "lr" ? `$${symbol}$ ($${shown}$)` : `$${symbol} = ${shown}$`;
    return `    \\Require ${set}: ${latexText(about)}`;
  });
  return each;
}

function starts({ listing, symbols, write }: Writing): string[] {
  const begins = [...listing.states, ...listing.scalars].map(
    ({ name, start }) => `, $${symbols.first(name)} = ${write(start).text}$`,
  );
  return [`    \\Require $${symbols.first("w")}$: weights at the start${begins.join("")}`];
}

/** Every statement once: on paper a step is no walk over tensors. */
function statements(writing: Writing): string[] {
  const { listing } = writing;
  const passes = listing.passes.map(({ host, tensors, totals }) => ({ statements: [...host, ...tensors], totals }));
  const seen = new Set<unknown>();
  return [
    ...passes.flatMap((pass) => [
      ...pass.statements.flatMap((statement) => {
        if (seen.has(statement)) return [];
        seen.add(statement);
        return assignment(writing, statement);
      }),
      ...pass.totals.map((total) => totalLine(total, writing)),
    ]),
    ...listing.stores.flatMap(({ name, value }) => assignment(writing, { name, value, varies: true })),
  ];
}

interface Assigned {
  readonly name: string;
  readonly value: CodeExpression;
  readonly varies: boolean;
}

/** A choice of the whole value is an if of the box; one within it is written as cases. */
function assignment({ symbols, write }: Writing, { name, value, varies }: Assigned): string[] {
  const args = value.kind === "call" ? value.args : [];
  const chooses = value.kind === "call" && value.op === "choose" && args[0]!.type === "flag";
  const splits = chooses || (value.kind === "call" && value.op === "on_matrices");
  const condition = chooses ? write(args[0]!).text : isMatrix;
  const texts = (splits ? args.slice(-2) : [value]).map((side) => write(side).text);
  const symbol = symbols.assign(name, varies);
  const [first, second] = texts.map((text) => `\\State $${displayed(text)}${symbol} \\gets ${text}$`);
  if (!splits) return [first!];
  return [`\\If{$${condition}$}`, `  ${first}`, "\\Else", `  ${second}`, "\\EndIf"];
}

function totalLine({ name, value }: ListedTotal, { symbols, write }: Writing): string {
  const text = write(value).text;
  const over = value.type === "tree" ? "" : "_{\\text{tensors}}";
  return `\\State $${symbols.assign(name, true)} \\gets \\textstyle\\sum${over} ${text}$`;
}

/** Fractions are small where lines of text stand close. */
function displayed(text: string): string {
  return text.includes("\\frac") ? "\\displaystyle " : "";
}

/** What signs mean that a reader could take for something else. */
const meanings: { readonly [op: string]: string } = {
  norm: "$\\lVert x \\rVert_2$: of each tensor by itself",
  tensor_sum: "sum$(x)$: over the elements of each tensor by itself",
  tensor_max: "largest$(x)$: largest element of each tensor",
  masked: "$M$: 1 where weight decay acts, else 0",
  rows: "rows, cols: of each tensor as the matrix [first axis, all others]",
  columns: "rows, cols: of each tensor as the matrix [first axis, all others]",
  kth_largest: "quantile$(x, s)$: the element that a share $s$ of each tensor's elements, at least one, are not below",
  row_norm: "rownorm$(x)$: Euclidean norm of the row that each element lies in",
  newton_schulz:
    "NewtonSchulz$(X)$: five times $X \\gets 3.4445 X - 4.775 (X X^{\\top}) X + 2.0315 (X X^{\\top})^2 X$, each tensor as the matrix [first axis, all others]",
  polar: "polar$(X)$: $U V^{\\top}$ of the singular value decomposition $X = U \\Sigma V^{\\top}$",
  top_singular: "topsingular$(X, k)$: sum of $u v^{\\top}$ over the $k$ largest singular values",
  on_matrices: "matrix: a tensor of two or more axes",
};

function notes(listing: Listing): string[] {
  const used = new Set(
    expressionsOf(listing)
      .flatMap(nodesOf)
      .flatMap((node) => (node.kind === "call" ? [node.op] : [])),
  );
  if (listing.mask !== "free") used.delete("masked");
  const said = [...used].sort().flatMap((op) => meanings[op] ?? []);
  const totals = listing.passes.flatMap((pass) => pass.totals);
  const sums = totals.length > 0 ? ["$\\sum$: over all elements of all tensors"] : [];
  const all = ["Operations act on each element", ...sums, ...new Set(said)];
  return [`  \\par\\footnotesize ${all.join("; ")}.`];
}

/** In lines of the source that can be read; spaces mean nothing within mathematics. */
function broken(line: string): string[] {
  const indent = /^ */.exec(line)![0];
  const [first, ...rest] = wrapWords(line.trim(), { indent, width: pythonWidth - 2 });
  return [first!, ...rest.map((more) => `  ${more}`)];
}
