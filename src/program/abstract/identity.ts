/**
 * The identity of a genome: 128 bits of what it computes.
 *
 * The pruned genome runs over formulas (`formula-maker.ts`); what the update and the live states come to is hashed. So names,
 * dead statements, the order of independent statements, the order of operands of + * max min, how numbers are computed and
 * the identities of `identity-rules.ts` make no difference. Rounding does: sums are not re-associated.
 *
 * States have no names either. They begin as one class, and a class is split while its members' new values hash differently,
 * given the classes so far; those that are never told apart are equal at all times, since all start at zero. The hash is that
 * of the update and of each class's new value over the final classes: a system of equations that fixes the weights.
 *
 * Law: equal identities mean equal weights after every step (up to a collision of 2^-128).
 * Source: the functional hash of Chen et al. 2023, arXiv:2302.06675, section 2. Deviation: theirs compares texts of calls, so
 * that neither order of operands, nor numbers, nor the roles of states are canonical, and dead states count.
 */
import { murmurHash128 } from "../../core/murmur-hash.ts";
import type { Genome } from "../genome.ts";
import { binaryOps, unaryOps } from "../program-ops.ts";
import { pruneGenome } from "./dependence.ts";
import { type Formula, type FormulaOp, widths } from "./formula.ts";
import { createFormulaMaker } from "./formula-maker.ts";
import { type Domain, interpretAbstractly } from "./interpret.ts";

/** 32 hexadecimal digits. The genome must be valid. */
export function identityOf(genome: Genome): string {
  if (maker.made.length > mostFormulas) forgetFormulas();
  const pruned = pruneGenome(genome);
  const { outputs } = interpretAbstractly(pruned, formulaDomain(pruned));
  return hexOf(hashEquations(outputs));
}

/** Formulas are kept from genome to genome, since most of a child's are its parent's, until there are this many. */
const mostFormulas = 4000;

/** Roles of inputs; state number s has the role `firstState + s`. */
const weights = 0;
const gradient = 1;
const rate = 2;
const step = 3;
const firstState = 4;

const maker = createFormulaMaker();

function formulaDomain({ outputs }: Genome): Domain<Formula> {
  const states = outputs.length - 1;
  return {
    input: (place) => {
      if (place < 2) return maker.input(place === 0 ? weights : gradient, widths.tree);
      if (place < 2 + states) return maker.input(firstState + place - 2, widths.tree);
      return maker.input(place === 2 + states ? rate : step, widths.host);
    },
    literal: maker.scalar,
    call: (fn, args) => fn.body!(maker, args),
    unknown: () => maker.scalar(Number.NaN),
  };
}

/** Hashes of formulas, four words each, by id. */
interface Hashes {
  words: Int32Array;
}

/** Hashes while all states are one class; they belong to the formula alone. */
const first: Hashes = { words: new Int32Array(0) };
let hashed = 0;

/** Hashes over the classes of the genome at hand. */
const later: Hashes = { words: new Int32Array(0) };

function forgetFormulas(): void {
  maker.clear();
  hashed = 0;
}

/** Hash of the equations, four words; `outputs`: the update, then each state's new value. */
function hashEquations(outputs: readonly Formula[]): Int32Array {
  const { made } = maker;
  let classes = new Int32Array(4 * outputs.length); // four words for each state, at first all zero
  makeRoom(first, made.length);
  for (; hashed < made.length; hashed++) hashFormula(made[hashed]!, first.words, classes);
  const { order, live } = needed(outputs);
  let hashes = first.words;
  for (let known = Math.min(1, live.length); ; ) {
    const next = new Int32Array(classes.length);
    for (const state of live) copyWords(hashes, 4 * outputs[state + 1]!.id, { to: next, at: 4 * state });
    const found = countDistinct(next, live);
    if (found === known) return hashSystem({ update: hashes.subarray(4 * outputs[0]!.id), live, classes, next });
    classes = next;
    known = found;
    makeRoom(later, made.length);
    hashes = later.words;
    for (const id of order) hashFormula(made[id]!, hashes, classes);
  }
}

function makeRoom(hashes: Hashes, formulas: number): void {
  if (hashes.words.length >= 4 * formulas) return;
  const words = new Int32Array(8 * Math.max(formulas, mostFormulas));
  words.set(hashes.words);
  hashes.words = words;
}

/** Ids of the formulas that the update depends on, ascending, and the states among them. */
function needed(outputs: readonly Formula[]): { order: readonly number[]; live: readonly number[] } {
  visit += 1;
  const order: number[] = [];
  const live: number[] = [];
  const pending = [outputs[0]!];
  for (let formula = pending.pop(); formula !== undefined; formula = pending.pop()) {
    if (visits[formula.id] === visit) continue;
    visits[formula.id] = visit;
    order.push(formula.id);
    if (formula.a !== null) pending.push(formula.a);
    if (formula.b !== null) pending.push(formula.b);
    if (formula.op === "input" && formula.value >= firstState) {
      live.push(formula.value - firstState);
      pending.push(outputs[formula.value - firstState + 1]!);
    }
  }
  if (live.length < 2) return { order: [], live }; // one class from the start: nothing is hashed again
  return { order: order.sort((a, b) => a - b), live };
}

/** By id of a formula: the last visit of `needed` that met it. */
const visits: number[] = [];
let visit = 0;

/** Words that one formula is hashed from: what it is, then the hashes of its operands. */
const words = new Int32Array(12);
const bits = new DataView(new ArrayBuffer(8));

/** Hashes one formula, after its operands; `classes`: four words for each state. */
function hashFormula({ id, op, a, b, value }: Formula, hashes: Int32Array, classes: Int32Array): void {
  words[0] = tags[op];
  words[1] = 0;
  words[2] = 0;
  words[3] = 0;
  let count = 4;
  if (op === "constant") {
    bits.setFloat64(0, value);
    words[1] = Number.isNaN(value) ? -1 : bits.getInt32(0);
    words[2] = Number.isNaN(value) ? -1 : bits.getInt32(4);
  } else if (op === "input") {
    words[1] = Math.min(value, firstState);
    if (value >= firstState) {
      copyWords(classes, 4 * (value - firstState), { to: words, at: 4 }); // of the first pass: no words at all, so zeros
      count = 8;
    }
  } else {
    const swapped = b !== null && commutes(op) && compareWords(hashes, 4 * a!.id, 4 * b.id) > 0;
    copyWords(hashes, 4 * (swapped ? b : a!).id, { to: words, at: 4 });
    if (b !== null) copyWords(hashes, 4 * (swapped ? a! : b).id, { to: words, at: 8 });
    count = b === null ? 8 : 12;
  }
  murmurHash128(words, { count, out: hashes, at: 4 * id });
}

/** Each op as a number that depends on its name alone, so that the table's order has no part in identities. */
const tags = Object.fromEntries(
  ["input", "constant", "total", "leafTotals", "masked", ...unaryOps, ...binaryOps].map((op) => [op, tagOf(op)]),
) as Record<FormulaOp, number>;

function tagOf(name: string): number {
  const text = Int32Array.from({ length: 4 * Math.ceil(name.length / 4) }, (_, i) => name.charCodeAt(i) || 0);
  murmurHash128(text, { count: text.length, out: text, at: 0 });
  return text[0]!;
}

function commutes(op: FormulaOp): boolean {
  return op === "add" || op === "mul" || op === "maximum" || op === "minimum";
}

/** The hash of the update and of each class with its new value, in the order of the classes' words. */
function hashSystem(of: {
  update: Int32Array;
  live: readonly number[];
  classes: Int32Array;
  next: Int32Array;
}): Int32Array {
  const { update, live, classes, next } = of;
  const ordered = [...live].sort((s, t) => compareWords(classes, 4 * s, 4 * t));
  const one = ordered.filter((s, i) => i === 0 || compareWords(classes, 4 * s, 4 * ordered[i - 1]!) !== 0);
  const system = new Int32Array(4 + 8 * one.length);
  copyWords(update, 0, { to: system, at: 0 });
  one.forEach((state, i) => {
    copyWords(classes, 4 * state, { to: system, at: 4 + 8 * i });
    copyWords(next, 4 * state, { to: system, at: 8 + 8 * i });
  });
  murmurHash128(system, { count: system.length, out: system, at: 0 });
  return system;
}

function countDistinct(all: Int32Array, live: readonly number[]): number {
  return live.filter((s, i) => live.findIndex((t) => compareWords(all, 4 * s, 4 * t) === 0) === i).length;
}

function compareWords(all: Int32Array, s: number, t: number): number {
  for (let i = 0; i < 4; i++) if (all[s + i] !== all[t + i]) return all[s + i]! < all[t + i]! ? -1 : 1;
  return 0;
}

function copyWords(from: Int32Array, start: number, { to, at }: { to: Int32Array; at: number }): void {
  for (let i = 0; i < 4; i++) to[at + i] = from[start + i]!;
}

function hexOf(hash: Int32Array): string {
  let text = "";
  for (let i = 0; i < 4; i++) text += (hash[i]! >>> 0).toString(16).padStart(8, "0");
  return text;
}
