/**
 * What every reader of weight files promises about damaged bytes: a value or a `LabError`, soon, and nothing is left behind.
 *
 * Good files are damaged at random: bytes flipped, set to extremes, cut out, doubled, swapped, the end cut off.
 */
import { readFileSync } from "node:fs";
import { LabError } from "./errors.ts";
import { decodeNpy } from "./npy.ts";
import { decodeNpz } from "./npz.ts";
import { createRng, type Rng } from "./rng.ts";
import { decodeSafetensors } from "./safetensors.ts";

/** A reader with good files. */
export interface FuzzedReader {
  readonly name: string;
  readonly files: readonly Uint8Array[];
  read(bytes: Uint8Array): unknown;
}

/** What came of the damaged files. `escaped`: what was thrown that is no `LabError`. */
export interface FuzzOutcome {
  readonly read: number;
  readonly refused: number;
  readonly escaped: readonly string[];
}

const fixture = (name: string): Buffer => readFileSync(new URL(`../../test/fixtures/core/${name}`, import.meta.url));
const numpy = JSON.parse(fixture("numpy.json").toString()) as {
  readonly [kind in "npy" | "npz"]: readonly { readonly file: string }[];
};
const decoded = (kind: "npy" | "npz"): Uint8Array[] => numpy[kind].map(({ file }) => Buffer.from(file, "base64"));

/** The readers of `core/`. */
export const fuzzedReaders: readonly FuzzedReader[] = [
  { name: "safetensors", files: [fixture("golden.safetensors")], read: decodeSafetensors },
  { name: "npy", files: decoded("npy"), read: decodeNpy },
  { name: "npz", files: decoded("npz"), read: decodeNpz },
];

/** Reads `count` damaged files. */
export function fuzzReader(
  { files, read }: FuzzedReader,
  { count, seed }: { count: number; seed: number },
): FuzzOutcome {
  const rng = createRng(seed, "damage");
  const outcome = { read: 0, refused: 0, escaped: [] as string[] };
  for (let i = 0; i < count; i++) {
    const bytes = damage(files[rng.below(files.length)]!, rng);
    try {
      read(bytes);
      outcome.read++;
    } catch (error) {
      if (error instanceof LabError) outcome.refused++;
      else outcome.escaped.push(`${String(error)} on ${Buffer.from(bytes).toString("base64")}`);
    }
  }
  return outcome;
}

const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x28, 0x2c, 0x5b, 0x7b];

function damage(file: Uint8Array, rng: Rng): Uint8Array {
  let bytes = Uint8Array.from(file);
  const times = 1 + rng.below(4);
  for (let i = 0; i < times && bytes.length > 1; i++) {
    const at = rng.below(bytes.length);
    const to = Math.min(bytes.length, at + 1 + rng.below(16));
    switch (rng.below(6)) {
      case 0:
        bytes[at]! ^= 1 << rng.below(8);
        break;
      case 1:
        bytes.fill(extremes[rng.below(extremes.length)]!, at, to);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 4:
        bytes.copyWithin(rng.below(bytes.length), at, to);
        break;
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}
