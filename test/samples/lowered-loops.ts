/** Loops of the trainer as ONNX models, for tests that feed them by hand. */
import { lowerLoop } from "../../src/onnx/lower.ts";
import { buildEvaluateBatch, type EvaluateGraphSpec, evaluationLoop } from "../../src/trainer/evaluate-graph.ts";
import { buildTrainStep, type TrainGraphSpec, type TrainStep, trainingLoop } from "../../src/trainer/train-graph.ts";

/** A training step, and the bytes of the ONNX model that loops it. */
export interface TrainGraph extends TrainStep {
  readonly model: Uint8Array;
}

/** Builds a training step and lowers it. */
export function buildTrainGraph(spec: TrainGraphSpec): TrainGraph {
  const step = buildTrainStep(spec);
  return { ...step, model: lowerLoop({ ...trainingLoop(step, spec), device: spec.device }) };
}

/** Bytes of the ONNX model of an evaluation. */
export function buildEvaluateGraph(spec: EvaluateGraphSpec): Uint8Array {
  return lowerLoop({ ...evaluationLoop(buildEvaluateBatch(spec), spec), device: spec.device });
}
