/**
 * Weights in several files: `model.safetensors.index.json` says which tensor lies in which safetensors file beside it.
 *
 * Layout: JSON `{"metadata": {…}, "weight_map": {"tensor": "model-00001-of-00002.safetensors", …}}`. Only names of files in the
 * same folder are followed. Every tensor must lie in the file that the index names, and no file may hold others.
 * Source: Hugging Face's transformers and safetensors, "sharded checkpoints".
 */
import { LabError } from "../core/errors.ts";
import { decodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";

/** File of each tensor. */
export type ShardIndex = ReadonlyMap<string, string>;

const mostShards = 1000;

/** The index in a file's bytes, null where they are something else. Errors: `weights-index-damaged`. */
export function readShardIndex(bytes: Uint8Array): ShardIndex | null {
  if (bytes[0] !== 0x7b /* { */ || bytes[1] === 0 /* the length of a safetensors header */) return null;
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const map = (content as { readonly weight_map?: unknown }).weight_map;
  if (map === undefined) return null;
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw damaged("its weight_map is no object");
  const index = new Map(Object.entries(map));
  for (const [name, file] of index) {
    const isPlain = typeof file === "string" && /^[^/\\\0]+$/.test(file) && file !== "." && file !== "..";
    if (!isPlain) throw damaged(`the file of tensor ${quoted(name)} is no name of a file in its folder`);
  }
  if (index.size === 0) throw damaged("its weight_map is empty");
  if (filesOf(index).length > mostShards) throw damaged(`it names more than ${mostShards} files`);
  return index;
}

/** Names of the files, each once. */
export function filesOf(index: ShardIndex): readonly string[] {
  return [...new Set(index.values())];
}

/** All tensors in the order of the index, from the bytes of its files. Errors: `weights-index-damaged`; those of the files. */
export function joinShards(index: ShardIndex, files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Tensor> {
  const shards = new Map([...files].map(([file, bytes]) => [file, decodeSafetensors(bytes).tensors]));
  const extra = [...shards].flatMap(([file, tensors]) =>
    Object.keys(tensors).filter((name) => index.get(name) !== file),
  );
  if (extra.length > 0)
    throw damaged(`its files hold ${extra.length} tensors that it does not place there, such as ${quoted(extra[0]!)}`);
  return new Map(
    [...index].map(([name, file]) => {
      const tensor = shards.get(file)?.[name];
      if (tensor === undefined) throw damaged(`tensor ${quoted(name)} is not in ${quoted(file)}`);
      return [name, tensor];
    }),
  );
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

function damaged(found: string): LabError {
  return new LabError("weights-index-damaged", `This index of weights in several files does not hold: ${found}.`);
}
