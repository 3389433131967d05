/** The list of ops: one line for each file of this folder that defines one. Each import is typed by its own file. */
import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { arccos } from "./arccos.ts";
import { arccosh } from "./arccosh.ts";
import { arcsin } from "./arcsin.ts";
import { arcsinh } from "./arcsinh.ts";
import { arctan } from "./arctan.ts";
import { arctanh } from "./arctanh.ts";
import { argmax } from "./argmax.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { cast } from "./cast.ts";
import { cbrt } from "./cbrt.ts";
import { clip } from "./clip.ts";
import { concat } from "./concat.ts";
import { convolve3 } from "./convolve3.ts";
import { convolve3Weights } from "./convolve3Weights.ts";
import { cos } from "./cos.ts";
import { cosh } from "./cosh.ts";
import { crossEntropy } from "./crossEntropy.ts";
import { div } from "./div.ts";
import { equal } from "./equal.ts";
import { erf } from "./erf.ts";
import { exp } from "./exp.ts";
import { exp2 } from "./exp2.ts";
import { expm1 } from "./expm1.ts";
import { floor } from "./floor.ts";
import { gather } from "./gather.ts";
import { gatherSum } from "./gatherSum.ts";
import { gelu } from "./gelu.ts";
import { geluSlope } from "./geluSlope.ts";
import { greater } from "./greater.ts";
import { inverseDeviation } from "./inverseDeviation.ts";
import { kthLargest } from "./kthLargest.ts";
import { less } from "./less.ts";
import { log } from "./log.ts";
import { log1p } from "./log1p.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { matmul } from "./matmul.ts";
import { maximum } from "./maximum.ts";
import { maxPool } from "./maxPool.ts";
import { maxPoolGradient } from "./maxPoolGradient.ts";
import { mean } from "./mean.ts";
import { minimum } from "./minimum.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { pad } from "./pad.ts";
import { positive } from "./positive.ts";
import { pow } from "./pow.ts";
import { reciprocal } from "./reciprocal.ts";
import { reduceMax } from "./reduceMax.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { sigmoid } from "./sigmoid.ts";
import { sign } from "./sign.ts";
import { silu } from "./silu.ts";
import { sin } from "./sin.ts";
import { sinh } from "./sinh.ts";
import { slice } from "./slice.ts";
import { softmax } from "./softmax.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { standardize } from "./standardize.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";
import { tan } from "./tan.ts";
import { tanh } from "./tanh.ts";
import { transpose } from "./transpose.ts";
import { variance } from "./variance.ts";
import { where } from "./where.ts";

/** All ops by name. */
export const ops = {
  add,
  sub,
  mul,
  div,
  pow,
  maximum,
  minimum,
  neg,
  abs,
  sign,
  positive,
  sqrt,
  square,
  standardize,
  reciprocal,
  cbrt,
  exp,
  exp2,
  expm1,
  floor,
  log,
  log1p,
  sin,
  convolve3,
  convolve3Weights,
  cos,
  tan,
  arcsin,
  arccos,
  arctan,
  sinh,
  cosh,
  tanh,
  erf,
  arcsinh,
  arccosh,
  arctanh,
  relu,
  clip,
  equal,
  greater,
  inverseDeviation,
  kthLargest,
  less,
  where,
  cast,
  matmul,
  reshape,
  transpose,
  slice,
  pad,
  concat,
  broadcastTo,
  sum,
  mean,
  variance,
  reduceMax,
  maxPool,
  maxPoolGradient,
  argmax,
  softmax,
  logSoftmax,
  crossEntropy,
  gather,
  gatherSum,
  gelu,
  geluSlope,
  sigmoid,
  silu,
} as const;

/** Name of an op. */
export type OpName = keyof typeof ops;
