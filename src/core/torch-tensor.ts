/**
 * A tensor of PyTorch's files: a view of a storage by an offset, sizes and strides.
 */
import { bytesPerElement, type ElementType, readElements, safeSizeOf } from "./element-types.ts";
import { LabError } from "./errors.ts";
import type { Tensor } from "./tensor.ts";

/** Numbers of one kind, `count` of them. */
export interface StorageRef {
  readonly key: string;
  readonly type: ElementType;
  readonly count: number;
}

/** Where a tensor lies in its storage; offset and strides in elements. */
export interface TensorRef {
  readonly storage: StorageRef;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The elements in the order of the shape, from the content of its storage. Errors: `torch-damaged`. */
export function tensorOf(name: string, { storage, offset, shape, strides }: TensorRef, content: Uint8Array): Tensor {
  const size = safeSizeOf(shape);
  const last = shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis]!, offset);
  if (size === null || (size > 0 && !(last < storage.count)) || size > storage.count)
    throw damaged(`tensor ${JSON.stringify(name.slice(0, 100))} reaches beyond its storage`);
  const width = bytesPerElement(storage.type);
  if (isContiguous(shape, strides) || size === 0) {
    return { shape, ...readElements(content.subarray(offset * width, (offset + size) * width), storage.type) };
  }
  const gathered = new Uint8Array(size * width);
  const place = shape.map(() => 0);
  for (let i = 0, at = offset; i < size; i++) {
    gathered.set(content.subarray(at * width, (at + 1) * width), i * width);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      place[axis] = place[axis]! + 1;
      if (place[axis]! < shape[axis]!) break;
      at -= place[axis]! * strides[axis]!;
      place[axis] = 0;
    }
  }
  return { shape, ...readElements(gathered, storage.type) };
}

/** Whether elements lie one after another; the stride of an axis of one element means nothing. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! !== 1 && strides[axis]! !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** Error for a file that PyTorch did not write so. */
export function damaged(found: string): LabError {
  return new LabError("torch-damaged", `This is not a whole PyTorch file: ${found}.`);
}
