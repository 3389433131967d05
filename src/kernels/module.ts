/**
 * The kernel machine as a WebAssembly module: compiled from assembly/, read once a process, instantiated on a memory.
 *
 * Instruction codes and sizes are globals that the module exports, so the planner and the kernels cannot disagree.
 */
import { readFileSync } from "node:fs";
import { InternalError } from "../core/errors.ts";

/** The machine on one memory. */
export interface Kernels {
  /** Runs the instructions between two addresses. Returns 0, or the address of a gather that got a wrong index. */
  readonly execute: (at: number, end: number) => number;
  /** First free address. */
  readonly base: number;
  /** Elements that a map treats at a time. */
  readonly block: number;
  /** A number that the module exports, such as the code of an instruction. */
  code(name: string): number;
}

/** A WebAssembly memory of fixed size. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** The part of the global of that name that is used here; the compiler's libraries for Node do not have it. */
declare const WebAssembly: {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: { readonly [name: string]: unknown } };
  readonly Global: new () => { readonly value: number };
};

let compiled: object | undefined;

/** Reserves memory of that many pages of 64 KiB. */
export function openMemory(pages: number): Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

/** Instantiates the machine on a memory. Errors: internal when the module was not built. */
export function openKernels(memory: Memory): Kernels {
  compiled ??= new WebAssembly.Module(moduleBytes());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const codes = new Map(
    Object.entries(exports).flatMap(([name, value]) =>
      value instanceof WebAssembly.Global ? [[name, value.value] as const] : [],
    ),
  );
  const code = (name: string): number => codes.get(name) ?? missing(name);
  return {
    execute: exports.execute as Kernels["execute"],
    base: (exports.base as () => number)(),
    block: code("BLOCK"),
    code,
  };
}

function missing(name: string): never {
  throw new InternalError(`the kernel module exports no number ${name}`);
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const path = new URL("./kernels.wasm", import.meta.url);
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new InternalError(
      `the kernel module could not be read; "npm run build" makes it (${(error as Error).message})`,
    );
  }
}
