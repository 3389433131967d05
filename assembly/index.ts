// The kernel machine: runs a list of instructions that lies in memory. An instruction is words of 32 bits: its code, its
// length in words, then addresses and sizes. Compiled to src/kernels/kernels.wasm by scripts/build-kernels.mjs.
//
// Laws: float32 operations of WebAssembly without relaxed SIMD, whose results are defined to the bit (but for the payload of a
// NaN); buffers begin at multiples of 64 bytes and are padded to them, and kernels may write to the end of the padding.
import { gemm } from "./gemm";
import { BLOCK, map } from "./map";
import { copy, gather, gatherSum, transpose, zero } from "./move";
import {
  I_ARGMAX, I_COPY, I_GATHER, I_GATHER_SUM, I_GEMM, I_LOG_SOFTMAX, I_MAP, I_MAX, I_SOFTMAX, I_SUM, I_SUM_INT,
  I_TRANSPOSE, I_ZERO,
} from "./opcodes";
import { argmax, maximum, softmax, sum, sumInt } from "./reduce";

export { tile1x4, tile1x8, tile4x8 } from "./gemm";
export * from "./lanes";
export { softmaxLanes, softmaxPairs, softmaxRow } from "./reduce";
export * from "./opcodes";
export { BLOCK };

/** First address that the module does not use itself. */
export function base(): usize {
  return __heap_base;
}

/** Runs the instructions from `at` to before `end`. Returns 0, or the address of a gather whose index was out of range. */
export function execute(at: usize, end: usize): usize {
  while (at < end) {
    switch (load<i32>(at)) {
      case I_MAP: map(at); break;
      case I_GEMM: gemm(at); break;
      case I_SUM: sum(at); break;
      case I_MAX: maximum(at); break;
      case I_SUM_INT: sumInt(at); break;
      case I_COPY: copy(at); break;
      case I_ZERO: zero(at); break;
      case I_TRANSPOSE: transpose(at); break;
      case I_GATHER: if (!gather(at)) return at; break;
      case I_GATHER_SUM: gatherSum(at); break;
      case I_SOFTMAX:
      case I_LOG_SOFTMAX: softmax(at); break;
      case I_ARGMAX: argmax(at); break;
    }
    at += <usize>load<i32>(at + 4) << 2;
  }
  return 0;
}
