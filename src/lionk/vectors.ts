/** Arithmetic on float64 vectors. */
import type { Vector } from "./k-function.ts";

/** <a, b> */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm, without overflow. */
export function norm2(x: Vector): number {
  const most = normMax(x);
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (const value of x) sum += (value / most) ** 2;
  return most * Math.sqrt(sum);
}

/** Largest magnitude. */
export function normMax(x: Vector): number {
  let most = 0;
  for (const value of x) most = Math.max(most, Math.abs(value));
  return most;
}

/** Sum of magnitudes. */
export function norm1(x: Vector): number {
  let sum = 0;
  for (const value of x) sum += Math.abs(value);
  return sum;
}

/** (sum |x|^p)^(1/p), p ≥ 1, without overflow. */
export function normP(x: Vector, p: number): number {
  const most = normMax(x);
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (const value of x) sum += Math.abs(value / most) ** p;
  return most * sum ** (1 / p);
}

/** Sum over the elements of `f`. */
export function sumOf(x: Vector, f: (value: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f(x[i]!, i);
  return sum;
}

/** a x + b y */
export function combine(a: number, x: Vector, b: number, y: Vector): Vector {
  return x.map((value, i) => a * value + b * y[i]!);
}

/** s x */
export function scaled(s: number, x: Vector): Vector {
  return x.map((value) => s * value);
}

/** Places of x by falling magnitude; equal magnitudes keep their order. */
export function byMagnitude(x: Vector): number[] {
  return Array.from(x, (_, i) => i).sort((i, j) => Math.abs(x[j]!) - Math.abs(x[i]!) || i - j);
}
