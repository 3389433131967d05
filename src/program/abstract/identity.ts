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
  return hexOf(hashEquations(interpretAbstractly(pruneGenome(genome), formulaDomain)));
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

const formulaDomain: Domain<Formula> = {
  input: (place, { outputs }) => {
    const states = outputs.length - 1;
    if (place < 2) return maker.input(place === 0 ? weights : gradient, widths.tree);
    if (place < 2 + states) return maker.input(firstState + place - 2, widths.tree);
    return maker.input(place === 2 + states ? rate : step, widths.host);
  },
  literal: (value) => maker.scalar(value),
  call: (fn, args) => fn.body!(maker, args),
  unknown: () => maker.scalar(Number.NaN),
};

/**
 * By id of a formula, eight words: its hash while all states are one class, which belongs to the formula alone, and that over
 * the classes of the genome at hand, where it depends on states.
 */
let hashes = new Int32Array(0);

/** By id: 1 where a formula depends on a state. Known, like first hashes, of so many formulas. */
let stateful = new Uint8Array(0);
let known = 0;

/** Which of its two hashes is meant. */
type Pass = 0 | 1;

/** Where the hash of a formula is. */
function hashAt({ id }: Formula, pass: Pass): number {
  return 8 * id + 4 * (pass & stateful[id]!);
}

function forgetFormulas(): void {
  maker.clear();
  known = 0;
}

/** Hash of the equations, four words; `outputs`: the update, then each state's new value. */
function hashEquations(outputs: readonly Formula[]): Int32Array {
  let classes = new Int32Array(4 * outputs.length); // four words for each state, at first all zero
  hashNewFormulas(classes);
  const { order, live } = needed(outputs);
  let pass: Pass = 0;
  for (let count = Math.min(1, live.length); ; pass = 1) {
    const next = new Int32Array(classes.length);
    for (const state of live) copyWords(hashes, hashAt(outputs[state + 1]!, pass), { to: next, at: 4 * state });
    const found = countDistinct(next, live);
    if (found === count) return hashSystem({ update: hashAt(outputs[0]!, pass), live, classes, next });
    classes = next;
    count = found;
    for (const id of order) hashFormula(maker.made[id]!, 1, classes);
  }
}

/** Completes the first hashes. */
function hashNewFormulas(classes: Int32Array): void {
  const { made } = maker;
  if (made.length > stateful.length) makeRoom(2 * Math.max(made.length, mostFormulas));
  for (; known < made.length; known++) {
    const { op, a, b, value } = made[known]!;
    const state = op === "input" && value >= firstState;
    const reads = (a !== null && stateful[a.id] === 1) || (b !== null && stateful[b.id] === 1);
    stateful[known] = state || reads ? 1 : 0;
    hashFormula(made[known]!, 0, classes);
  }
}

function makeRoom(formulas: number): void {
  const [oldHashes, oldStateful] = [hashes, stateful];
  hashes = new Int32Array(8 * formulas);
  hashes.set(oldHashes);
  stateful = new Uint8Array(formulas);
  stateful.set(oldStateful);
  ids = new Int32Array(formulas);
  visits = new Float64Array(formulas);
}

/** Formulas by which the update depends on states, as ascending ids, and those states. */
function needed(outputs: readonly Formula[]): { readonly order: Int32Array; readonly live: number[] } {
  visit += 1;
  const live: number[] = [];
  const pending: Formula[] = [];
  let met = 0;
  const meet = (formula: Formula): void => {
    if (stateful[formula.id] === 0 || visits[formula.id] === visit) return;
    visits[formula.id] = visit;
    ids[met++] = formula.id;
    pending.push(formula);
  };
  meet(outputs[0]!);
  for (let formula = pending.pop(); formula !== undefined; formula = pending.pop()) {
    const { op, a, b, value } = formula;
    if (a !== null) meet(a);
    if (b !== null) meet(b);
    if (op === "input") {
      live.push(value - firstState);
      meet(outputs[value - firstState + 1]!);
    }
  }
  const hashedAgain = live.length < 2 ? 0 : met; // fewer than two states are one class from the start
  return { order: ids.subarray(0, hashedAgain).sort(), live };
}

/** Ids that `needed` met, and by id the last visit that met it. */
let ids = new Int32Array(0);
let visits = new Float64Array(0);
let visit = 0;

/** Words that one formula is hashed from: what it is, then the hashes of its operands. */
const words = new Int32Array(12);
const bits = new DataView(new ArrayBuffer(8));

/** Hashes one formula, after its operands; `classes`: four words for each state. */
function hashFormula(formula: Formula, pass: Pass, classes: Int32Array): void {
  const { op, a, b, value } = formula;
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
    const [one, other] = [hashAt(a!, pass), b === null ? null : hashAt(b, pass)];
    const swapped = other !== null && commutes(op) && compareWords(hashes, one, other) > 0;
    copyWords(hashes, swapped ? other : one, { to: words, at: 4 });
    if (other !== null) copyWords(hashes, swapped ? one : other, { to: words, at: 8 });
    count = other === null ? 8 : 12;
  }
  murmurHash128(words, { count, out: hashes, at: hashAt(formula, pass) });
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
function hashSystem(of: { update: number; live: number[]; classes: Int32Array; next: Int32Array }): Int32Array {
  const { update, live, classes, next } = of;
  live.sort((s, t) => compareWords(classes, 4 * s, 4 * t));
  if (system.length < 4 + 8 * live.length) system = new Int32Array(4 + 8 * live.length);
  copyWords(hashes, update, { to: system, at: 0 });
  let count = 4;
  for (let i = 0; i < live.length; i++) {
    const state = 4 * live[i]!;
    if (i > 0 && compareWords(classes, state, 4 * live[i - 1]!) === 0) continue;
    copyWords(classes, state, { to: system, at: count });
    copyWords(next, state, { to: system, at: count + 4 });
    count += 8;
  }
  murmurHash128(system, { count, out: system, at: 0 });
  return system;
}

/** Words that a system of equations is hashed from, then its hash. */
let system = new Int32Array(0);

function countDistinct(all: Int32Array, live: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < live.length; i++) {
    let earlier = 0;
    while (compareWords(all, 4 * live[earlier]!, 4 * live[i]!) !== 0) earlier += 1;
    if (earlier === i) count += 1;
  }
  return count;
}

function compareWords(all: Int32Array, s: number, t: number): number {
  for (let i = 0; i < 4; i++) if (all[s + i] !== all[t + i]) return all[s + i]! < all[t + i]! ? -1 : 1;
  return 0;
}

function copyWords(from: Int32Array, start: number, { to, at }: { to: Int32Array; at: number }): void {
  for (let i = 0; i < 4; i++) to[at + i] = from[start + i]!;
}

function hexOf(hash: Int32Array): string {
  let hex = "";
  for (let i = 0; i < 4; i++) hex += (hash[i]! >>> 0).toString(16).padStart(8, "0");
  return hex;
}
