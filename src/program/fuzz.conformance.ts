/**
 * Texts that no person would write, and what every one of them must get from the language: a program or one sentence.
 *
 * Laws: parsing fails with a LabError that names line and column, or gives a program whose canonical text is a fixed point;
 * checking never fails; a program without mistakes can be bound; none takes long (`lionlab bench odd-texts` measures it) or leaves anything behind.
 */

import { LabError } from "../core/errors.ts";
import { createRng, type Rng } from "../core/rng.ts";
import { optimizers } from "../optimizers/index.ts";
import { bindProgram } from "./bind.ts";
import { checkProgram } from "./check.ts";
import { functions } from "./functions.ts";
import { parseProgram } from "./parse.ts";
import { printProgram } from "./print.ts";

/** What came of a number of texts. */
export interface FuzzOutcome {
  readonly refused: number;
  readonly mistaken: number;
  readonly bound: number;
  /** Used heap after each tenth, garbage collected, where Node was told to give its collector. */
  readonly heapBytes: readonly number[];
}

/** Runs texts 0 … count - 1 of a seed. Throws with the text where a law is broken. */
export function fuzzPrograms({
  count,
  seed,
  collect,
}: {
  count: number;
  seed: number;
  collect?: () => void;
}): FuzzOutcome {
  const outcome = { refused: 0, mistaken: 0, bound: 0 };
  const rng = createRng(seed, "fuzz");
  const heapBytes: number[] = [];
  for (let i = 0; i < count; i++) {
    outcome[judge(drawText(rng))] += 1;
    if (collect !== undefined && (i + 1) % Math.floor(count / 10) === 0) {
      collect();
      heapBytes.push(process.memoryUsage().heapUsed);
    }
  }
  return { ...outcome, heapBytes };
}

/** Takes one text through the language. */
export function judge(text: string): "refused" | "mistaken" | "bound" {
  try {
    return run(text);
  } catch (error) {
    if (error instanceof LabError && error.code === "program-syntax" && isPlace(error.data)) return "refused";
    throw new Error(`The text ${JSON.stringify(text)} ended in: ${String(error)}`, { cause: error });
  }
}

/** Values for the hyperparameters of the library's programs, so that many mutants of them can be bound. */
const hyperparameters = Object.fromEntries(
  optimizers.flatMap(({ conventions }) =>
    Object.values(conventions).flatMap(({ hyperparameters: declared }) =>
      Object.entries(declared)
        .filter(([name]) => name !== "lr")
        .map(([name, value]) => [name, value.default] as const),
    ),
  ),
);

function run(text: string): "mistaken" | "bound" {
  const program = parseProgram(text);
  const canonical = printProgram(program);
  if (printProgram(parseProgram(canonical)) !== canonical) throw new Error("its canonical text is no fixed point");
  if (checkProgram(program, hyperparameters).length > 0) return "mistaken";
  bindProgram(program, hyperparameters, text).hostScalars({ step: 2, lr: 0.5, peakLr: 1, totalSteps: 100 });
  return "bound";
}

function isPlace(data: Readonly<Record<string, unknown>>): boolean {
  return Number.isInteger(data.line) && Number.isInteger(data.column);
}

const helpersText = `def divide(a, b):
  return a * reciprocal(b)
def smooth(x, y):
  mean = x + y
  return divide(mean, 2)
def train(w, g, m, v, lr, step):
  m = smooth(g, m)
  v = interp(square(g), v, 0.999)
  update = divide(m, sqrt(v) + 1e-8) * lr
  return update, m, v
`;

const corpus: readonly string[] = [
  helpersText,
  "hyper rate = 0.9\nstate m = ones\nscalar p = 1\np = p * rate\nm = m if step > 3 and not lr < 0.1 else -m ** 2\nw = w - p * lr * m\n",
  ...optimizers.flatMap(({ conventions }) => Object.values(conventions).map(({ program }) => program)),
];

const words: readonly string[] = [
  ...["def", "return", "state", "scalar", "hyper", "if", "else", "and", "or", "not", "True", "False", "train"],
  ...["w", "g", "m", "v", "lr", "step", "peak_lr", "zeros", "__proto__", "constructor", "toString", "x", "_"],
  ...["(", ")", ",", ":", "=", "==", "<=", "!=", "**", "/", "-", ";", "\n", "\r\n", "\r", "#", " ", "\t", "\f"],
  ...["0", "1e308", "1e999", "9".repeat(400), "5e-324", "0.1.2", ".5", "1e", "1e+", "0x10", "1_000", "00", "-0"],
  ...["\0", "\uFEFF", "\u2028", "\u00A0", "é", "λ", "😀", "\uD800", '"', "'", "\\", "@", "[", "]", "{", "}", "%"],
  ...functions.map(({ name }) => name),
];

/** Random bytes, random words, or a program with one to four mutations. */
export function drawText(rng: Rng): string {
  switch (rng.below(8)) {
    case 0:
      return randomBytes(rng, rng.below(200));
    case 1:
      return Array.from({ length: rng.below(60) }, () => pick(rng, words)).join(pick(rng, ["", " "]));
    default: {
      let text = pick(rng, corpus);
      for (let left = 1 + rng.below(1 + rng.below(4)); left > 0; left--) text = pick(rng, mutations)(text, rng);
      return text;
    }
  }
}

function randomBytes(rng: Rng, length: number): string {
  const bytes = Uint8Array.from({ length }, () => rng.below(256));
  return new TextDecoder(pick(rng, ["utf-8", "latin1", "utf-16le"])).decode(bytes);
}

type TextMutation = (text: string, rng: Rng) => string;

/** Mostly small, since large ones take most of the time; on both sides of the limits of nesting and of operators. */
const sizes: readonly number[] = [1, 1, 1, 2, 2, 2, 3, 3, 5, 8, 13, 30, 98, 102, 490, 510, 1_000];

const mutations: readonly TextMutation[] = [
  (text, rng) => splice(text, rng, rng.below(12), ""),
  (text, rng) => splice(text, rng, 0, pick(rng, words)),
  (text, rng) => splice(text, rng, 1, String.fromCharCode(rng.below(pick(rng, [128, 65536])))),
  (text, rng) => splice(text, rng, 0, randomBytes(rng, 4)),
  (text, rng) => text.slice(0, rng.below(text.length + 1)),
  (text, rng) => editList(text, rng, "\n", (lines, i, j) => lines.splice(i, 0, lines[j]!)),
  (text, rng) => editList(text, rng, "\n", (lines, i) => lines.splice(i, 1)),
  (text, rng) => editList(text, rng, "\n", swap),
  (text, rng) => editList(text, rng, /(\W)/, swap),
  (text, rng) => editList(text, rng, /(\W)/, (tokens, i, j) => tokens.splice(i, 1, tokens[j]!)),
  (text, rng) => editList(text, rng, /(\W)/, (tokens, i) => tokens.splice(i, 1, pick(rng, words))),
  (text, rng) => editList(text, rng, /(\W)/, (tokens, i) => tokens.splice(i, 0, pick(rng, words))),
  (text, rng) => nest(text, rng, pick(rng, sizes)),
  (text, rng) => splice(text, rng, 0, pick(rng, words).repeat(pick(rng, sizes))),
  (text, rng) =>
    splice(text, rng, 0, ` ${pick(rng, ["+ g", "* 1.5", "** w", "< lr", "and True"])}`.repeat(pick(rng, sizes))),
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => `\uFEFF${text}`,
  (text, rng) => text + pick(rng, corpus),
  (text) => `${helpersText}${text}`,
];

function splice(text: string, rng: Rng, deleted: number, inserted: string): string {
  const at = rng.below(text.length + 1);
  return text.slice(0, at) + inserted + text.slice(at + deleted);
}

function nest(text: string, rng: Rng, depth: number): string {
  const opening = pick(rng, ["(", "-", "not ", "sqrt(", "max(g, ", "2 ** ", "g if step == 1 else "]);
  return splice(text, rng, 0, `${opening.repeat(depth)}g${opening.includes("(") ? ")".repeat(depth) : ""}`);
}

function editList(
  text: string,
  rng: Rng,
  between: string | RegExp,
  edit: (parts: string[], i: number, j: number) => unknown,
): string {
  const parts = text.split(between);
  edit(parts, rng.below(parts.length), rng.below(parts.length));
  return parts.join(between === "\n" ? "\n" : "");
}

function swap(parts: string[], i: number, j: number): void {
  [parts[i], parts[j]] = [parts[j]!, parts[i]!];
}

function pick<T>(rng: Rng, of: readonly T[]): T {
  return of[rng.below(of.length)]!;
}
