/**
 * What processor this is: its name with its instructions, which results keep, for their bytes are the same on processors of one kind; and in one word
 * its kind, by which the fastest way to compute is chosen.
 */
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Vector instructions, the widest first: a flag of `/proc/cpuinfo`, what people call it, and the word of a kind. */
const vectorInstructions = [
  { flag: "avx512f", name: "AVX-512", word: "avx512" },
  { flag: "avx2", name: "AVX2", word: "avx2" },
] as const;

/** Makers that kinds are told apart by, as they stand in a vendor's id or a model's name. */
const makers = [
  { sign: /AMD/i, word: "amd" },
  { sign: /Intel/i, word: "intel" },
] as const;

type VectorWord = (typeof vectorInstructions)[number]["word"];
type MakerWord = (typeof makers)[number]["word"];

/** Maker and widest vector instructions of an x86 processor, `arm64` of any such, or `other`: also where the system tells no instructions (Linux does). */
export type ProcessorKind = `${MakerWord}-${VectorWord}` | "arm64" | "other";

/** All kinds. */
export const processorKinds: readonly ProcessorKind[] = [
  ...makers.flatMap((maker) => vectorInstructions.map(({ word }) => `${maker.word}-${word}` as const)),
  "arm64",
  "other",
];

/** What a processor says of itself. */
export interface ProcessorFacts {
  /** As Node names architectures. */
  readonly arch: string;
  /** Name of the model. */
  readonly model: string;
  /** Id of the vendor, and flags of instructions; empty where the system does not tell. */
  readonly vendor: string;
  readonly flags: ReadonlySet<string>;
}

let known: ProcessorFacts | undefined;

/** Name of this processor, see `nameOfProcessor`. */
export function processorName(): string {
  return nameOfProcessor(factsHere());
}

/** Kind of this processor, see `kindOfProcessor`. */
export function processorKind(): ProcessorKind {
  return kindOfProcessor(factsHere());
}

/**
 * Model and instructions, as `AMD EPYC with AVX-512`: the widest vector instructions, and matrix ones where there are some. A clock rate is no part
 * of it.
 */
export function nameOfProcessor({ arch, model, flags }: ProcessorFacts): string {
  const vectors = widestVectors(flags);
  const named = [...(vectors === undefined ? [] : [vectors.name]), ...(flags.has("amx_tile") ? ["AMX"] : [])];
  const name =
    model
      .replace(/\s*@\s*[\d.]+\s*GHz/i, "")
      .replace(/\s+/g, " ")
      .trim() || `${arch} processor`;
  return [name, ...(named.length === 0 ? [] : [named.join(" and ")])].join(" with ");
}

/** The kind that a processor is of. */
export function kindOfProcessor({ arch, model, vendor, flags }: ProcessorFacts): ProcessorKind {
  if (arch === "arm64") return "arm64";
  const maker = makers.find(({ sign }) => sign.test(vendor || model));
  const vectors = widestVectors(flags);
  return maker === undefined || vectors === undefined ? "other" : `${maker.word}-${vectors.word}`;
}

/** Vendor and flags of the first processor that a text of `/proc/cpuinfo` describes. */
export function readCpuinfo(text: string): Pick<ProcessorFacts, "vendor" | "flags"> {
  const said = (key: string): string => new RegExp(`^${key}[ \\t]*:(.*)$`, "m").exec(text)?.[1]?.trim() ?? "";
  return { vendor: said("vendor_id"), flags: new Set(said("flags").split(/\s+/).filter(Boolean)) };
}

function widestVectors(flags: ReadonlySet<string>): (typeof vectorInstructions)[number] | undefined {
  return vectorInstructions.find(({ flag }) => flags.has(flag));
}

function factsHere(): ProcessorFacts {
  const file = "/proc/cpuinfo";
  known ??= {
    arch: process.arch,
    model: cpus()[0]?.model ?? "",
    ...readCpuinfo(existsSync(file) ? readFileSync(file, "utf8") : ""),
  };
  return known;
}
