/**
 * PyTorch's files (`torch.save`), without running anything of them: the tensors of a state dict.
 *
 * Two layouts: a zip archive with `NAME/data.pkl` and one entry `NAME/data/KEY` for each storage, and, before PyTorch 1.6, five
 * pickles (magic number, protocol, system, object, keys of storages) followed by the storages. A tensor is a storage, an offset,
 * sizes and strides. Of a checkpoint with more in it, the dict under `state_dict`, `model_state_dict` or `model` is taken.
 * Source: PyTorch, torch/serialization.py and torch/_utils.py; files written by it are fixtures.
 */
import { bytesPerElement, type ElementType, safeSizeOf } from "./element-types.ts";
import { LabError } from "./errors.ts";
import { readPickle } from "./pickle.ts";
import { isKind, type Pickled, unread } from "./pickle-values.ts";
import type { Tensor } from "./tensor.ts";
import { damaged, type StorageRef, type TensorRef, tensorOf } from "./torch-tensor.ts";
import { beginningOf, listZip, unpackEntry, type ZipEntry } from "./zip.ts";

const storages: { readonly [name: string]: ElementType } = {
  "torch.FloatStorage": "F32",
  "torch.DoubleStorage": "F64",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.LongStorage": "I64",
  "torch.IntStorage": "I32",
  "torch.ShortStorage": "I16",
  "torch.CharStorage": "I8",
  "torch.ByteStorage": "U8",
  "torch.BoolStorage": "BOOL",
};

/** Members of a checkpoint that hold the weights, the likelier first. */
const stateKeys = ["state_dict", "model_state_dict", "model"] as const;

const magic = 0x1950a86a20f9469cfc6cn;

/** The tensors by name. Errors: `torch-damaged`, `torch-no-tensors`, `pickle-unread`, `pickle-damaged`, `zip-damaged`. */
export function decodeTorch(bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { value, contentOf } = isZip ? openArchive(bytes) : openLegacy(bytes);
  const state = stateOf(value);
  const total = [...state.values()].reduce(
    (sum, ref) => sum + (safeSizeOf(ref.shape) ?? 0) * bytesPerElement(ref.storage.type),
    0,
  );
  if (total > 8 * bytes.length + 2 ** 24)
    throw damaged(`its tensors would take ${total} bytes, of a file of ${bytes.length}`);
  return new Map([...state].map(([name, ref]) => [name, tensorOf(name, ref, contentOf(ref.storage))]));
}

/** Whether the bytes begin as one of the two layouts does. */
export function looksLikeTorch(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512));
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  return isZip ? start.includes("/data.pkl") : start[0] === 0x80 && start.includes(Buffer.from(magicBytes));
}

const magicBytes = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19] as const;

interface Opened {
  readonly value: Pickled;
  contentOf(storage: StorageRef): Uint8Array;
}

function openArchive(bytes: Uint8Array): Opened {
  const entries = new Map(listZip(bytes).map((entry) => [entry.name, entry]));
  const name = [...entries.keys()].find((one) => /^[^/]+\/data\.pkl$/.test(one));
  if (name === undefined) throw damaged("it has no data.pkl");
  const root = name.slice(0, -"data.pkl".length);
  const order = entries.get(`${root}byteorder`);
  if (order !== undefined && Buffer.from(beginningOf(order, 10)).toString() !== "little")
    throw damaged("its numbers are not little-endian");
  const content = (entry: ZipEntry): Uint8Array => {
    if (entry.deflated) throw damaged("an entry is packed, which PyTorch does not do");
    return unpackEntry(entry);
  };
  const { value } = readPickle(content(entries.get(name)!), hooks);
  const known = new Map<string, Uint8Array>();
  return {
    value,
    contentOf: ({ key, type, count }) => {
      const entry = entries.get(`${root}data/${key}`);
      if (entry === undefined || entry.size !== count * bytesPerElement(type))
        throw damaged(`storage ${JSON.stringify(key.slice(0, 40))} is not there in its size`);
      const storage = known.get(key) ?? content(entry);
      known.set(key, storage);
      return storage;
    },
  };
}

function openLegacy(bytes: Uint8Array): Opened {
  const used = new Map<string, StorageRef>();
  const collecting = {
    ...hooks,
    load: (id: Pickled): Pickled => {
      const made = hooks.load(id);
      if (isKind(made, "made") && isStorage(made.value)) used.set(made.value.key, made.value);
      return made;
    },
  };
  let at = 0;
  const next = (): Pickled => {
    const { value, end } = readPickle(bytes, collecting, at);
    at = end;
    return value;
  };
  if (next() !== magic) throw damaged("it does not begin with PyTorch's number");
  next(); // protocol
  next(); // sizes of the system's integers
  const value = next();
  const keys = next();
  if (!isKind(keys, "list")) throw damaged("it has no list of storages");
  const contents = new Map<string, Uint8Array>();
  for (const key of keys.items) {
    const storage = used.get(String(key));
    if (storage === undefined) throw damaged("it lists a storage that nothing uses");
    const end = at + 8 + storage.count * bytesPerElement(storage.type);
    const fits =
      end <= bytes.length &&
      Buffer.from(bytes.buffer, bytes.byteOffset + at, 8).readBigInt64LE() === BigInt(storage.count);
    if (!fits) throw damaged("a storage is not there in its size");
    contents.set(storage.key, bytes.subarray(at + 8, end));
    at = end;
  }
  return {
    value,
    contentOf: ({ key }) => {
      const content = contents.get(key);
      if (content === undefined) throw damaged("it uses a storage that it does not list");
      return content;
    },
  };
}

const hooks = {
  build: (name: string, args: readonly Pickled[]): Pickled => {
    if (name === "collections.OrderedDict" && args.length === 0) return { kind: "dict", entries: new Map() };
    if (name === "torch._utils._rebuild_tensor_v2") return { kind: "made", value: tensorRef(args) };
    if (name === "torch._utils._rebuild_parameter" && args.length > 0) return args[0]!;
    throw unread(`it calls ${name.slice(0, 100)}`);
  },
  load: (id: Pickled): Pickled => {
    const [tag, type, key, , count] = isKind(id, "tuple") ? id.items : [];
    const element = isKind(type, "name") ? storages[type.name] : undefined;
    if (tag !== "storage" || typeof key !== "string" || !isCount(count)) throw damaged("it has no proper storage");
    if (element === undefined)
      throw unread(`it holds numbers of ${isKind(type, "name") ? type.name.slice(0, 100) : "an unknown kind"}`);
    const storage: StorageRef = { key, type: element, count };
    return { kind: "made", value: storage };
  },
};

function tensorRef([storage, offset, shape, strides]: readonly Pickled[]): TensorRef {
  const held = isKind(storage, "made") ? storage.value : null;
  const sizes = countsOf(shape);
  const steps = countsOf(strides);
  if (!isStorage(held) || !isCount(offset) || sizes === null || steps?.length !== sizes.length)
    throw damaged("a tensor has no proper storage, sizes and strides");
  return { storage: held, offset, shape: sizes, strides: steps };
}

/** The weights among what was saved. */
function stateOf(value: Pickled): ReadonlyMap<string, TensorRef> {
  const whole = tensorsIn(value);
  const inside = isKind(value, "dict") ? stateKeys.map((key) => tensorsIn(value.entries.get(key))) : [];
  const found = [...inside, whole].find(({ size }) => size > 0);
  if (found !== undefined) return found;
  throw new LabError(
    "torch-no-tensors",
    `This PyTorch file holds no dict of tensors, nor one under ${stateKeys.join(", ")}. Save the state_dict alone.`,
  );
}

function tensorsIn(value: Pickled | undefined): ReadonlyMap<string, TensorRef> {
  const found = new Map<string, TensorRef>();
  if (!isKind(value, "dict")) return found;
  for (const [name, one] of value.entries) {
    if (typeof name === "string" && isKind(one, "made") && !isStorage(one.value))
      found.set(name, one.value as TensorRef);
  }
  return found;
}

function isStorage(value: unknown): value is StorageRef {
  return typeof value === "object" && value !== null && "count" in value;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function countsOf(value: Pickled | undefined): readonly number[] | null {
  return isKind(value, "tuple") && value.items.length <= 16 && value.items.every(isCount)
    ? (value.items as number[])
    : null;
}
