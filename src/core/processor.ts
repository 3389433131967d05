/**
 * The kind of processor that this is: a trial's bytes are the same on machines of one kind, and ratios of speed hold for one kind.
 */
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

let known: string | undefined;

/** Model and vector instructions, as `AMD EPYC with AVX-512`; without the latter where the system does not tell (Linux does). */
export function kindOfProcessor(): string {
  known ??= describeProcessor(cpus()[0]?.model ?? "", cpuFlags());
  return known;
}

/**
 * The kind from a model's name and the flags of `/proc/cpuinfo`: the widest vector instructions, and matrix ones where there are some. A
 * clock rate is no part of a kind.
 */
export function describeProcessor(model: string, flags: ReadonlySet<string>): string {
  const vectors = [["avx512f", "AVX-512"] as const, ["avx2", "AVX2"] as const].find(([flag]) => flags.has(flag));
  const named = [...(vectors === undefined ? [] : [vectors[1]]), ...(flags.has("amx_tile") ? ["AMX"] : [])];
  const name =
    model
      .replace(/\s*@\s*[\d.]+\s*GHz/i, "")
      .replace(/\s+/g, " ")
      .trim() || `${process.arch} processor`;
  return [name, ...(named.length === 0 ? [] : [named.join(" and ")])].join(" with ");
}

function cpuFlags(): ReadonlySet<string> {
  const file = "/proc/cpuinfo";
  if (!existsSync(file)) return new Set();
  return new Set(/^flags\s*:(.*)$/m.exec(readFileSync(file, "utf8"))?.[1]?.trim().split(/\s+/));
}
