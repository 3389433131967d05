/**
 * Dropout without a generator in the graph: each epoch draws a bank of mask rows, each step gathers rows of it.
 *
 * A mask row belongs to one feature and holds 0 or 1 / (1 - rate) for each example of the batch. Drawing and multiplying
 * masks of every activation anew would cost more than a convolution; gathering rows at random indices costs a copy. The
 * bank has at least as many rows as a step takes, so few features share one, and a row serves different features in
 * different steps; a larger bank would not stay in the cache. Everything is a function of (seed, rate, epoch, step).
 * Source: Srivastava et al. 2014 (inverted form); the banks are the laboratory's own.
 */
import { createRng, type Rng } from "../core/rng.ts";
import type { Tensor } from "../core/tensor.ts";

/** One call of dropout in a forward pass: `rows` mask rows at `rate`, gathered by the body's input `input`. */
export interface DropoutCall {
  readonly input: string;
  readonly rate: number;
  readonly rows: number;
}

/** One bank: all calls of one rate share it. `inputs`: of each part of the batch, its columns. `rows` is a power of two. */
export interface DropoutBank {
  readonly inputs: readonly string[];
  readonly rate: number;
  readonly rows: number;
}

const fewestRows = 256;
const mostRows = 65_536;

/** The banks that a list of calls needs, in order of first use, for a batch in equal parts. */
export function banksOf(calls: readonly DropoutCall[], parts = 1): readonly DropoutBank[] {
  const rates = [...new Set(calls.map(({ rate }) => rate))];
  return rates.map((rate) => {
    const sharing = calls.filter((call) => call.rate === rate);
    const needed = sharing.reduce((sum, { rows }) => sum + rows, 0);
    const rows = Math.min(mostRows, Math.max(fewestRows, 2 ** Math.ceil(Math.log2(needed))));
    const inputs = Array.from({ length: parts }, (_, part) => `dropout-bank-${rate}${parts === 1 ? "" : `.${part}`}`);
    return { inputs, rate, rows };
  });
}

/** A bank's masks for an epoch, float `[rows, batch / parts]` for each of its inputs. Parts never change which masks an image gets. */
export function drawBank(
  bank: DropoutBank,
  { seed, epoch, batchSize }: BankFacts,
): { readonly [input: string]: Tensor } {
  const words = new Uint32Array(bank.rows * batchSize);
  createRng(seed, "dropout-bank", bank.rate, epoch).fillUint32(words);
  const dropped = Math.round(bank.rate * 2 ** 32);
  const scale = 1 / (1 - bank.rate);
  const size = batchSize / bank.inputs.length;
  const masks = bank.inputs.map((input, part) => {
    const data = new Float32Array(bank.rows * size);
    for (let i = 0; i < data.length; i++) {
      const word = words[Math.floor(i / size) * batchSize + part * size + (i % size)]!;
      data[i] = word < dropped ? 0 : scale;
    }
    return [input, { dtype: "float", shape: [bank.rows, size], data }] as const;
  });
  return Object.fromEntries(masks);
}

/** What a bank's content depends on. `epoch` counts from 1. */
export interface BankFacts {
  readonly seed: number;
  readonly epoch: number;
  readonly batchSize: number;
}

/** Draws the row indices of one step into `target`, each from 0 to `bankRows - 1`; `bankRows`: a power of two up to 2^16. */
export function drawRows(rng: Rng, bankRows: number, target: Int32Array): void {
  const words = new Uint32Array(Math.ceil(target.length / 2));
  rng.fillUint32(words);
  const mask = bankRows - 1;
  for (let i = 0; i < target.length; i += 2) {
    const word = words[i >> 1]!;
    target[i] = word & mask;
    if (i + 1 < target.length) target[i + 1] = (word >>> 16) & mask;
  }
}
