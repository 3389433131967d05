/**
 * What computes loops of steps. The trainer says what to compute, as graphs and feeds; where it is computed, and together with what, is an
 * engine's business.
 *
 * Laws: the state of a loop stays with the engine from one stretch to the next, and what was read of it does not change when the loop goes on.
 * Results depend on the state that was loaded and on what is fed, never on how steps are cut into stretches. A loop that was not closed holds memory.
 */
import type { Tensor } from "../core/tensor.ts";
import type { LoopSpec } from "../graph/loop.ts";
import type { Device } from "../onnx/device.ts";

/** Tensors by the name of their input or output. */
export type Feeds = { readonly [name: string]: Tensor };

/** A loop that is to be opened. */
export interface LoopPlan {
  readonly loop: LoopSpec;
  readonly device: Device;
  /** Equal for loops that may share calls: at the same place they are fed the same, but for what is `own`. */
  readonly kind: string;
  /** Inputs that are each trial's own, besides what is carried. */
  readonly own: readonly string[];
}

/** Steps that are to be run. */
export interface LoopStretch {
  /** How far the trial is, in any unit: of trials that share calls, those of the least place go first. */
  readonly place: number;
  /** How many are wanted. */
  readonly steps: number;
  /** What the first so many of the steps are fed. */
  shared(steps: number): Promise<Feeds>;
  /** The same of the trial's own, besides what the loop holds. */
  own(steps: number): Feeds;
}

/** An open loop, which holds what is carried from step to step and what stays the same in all of them. */
export interface OpenLoop {
  /** Sets what the next stretch starts from and holds on to. */
  load(held: Feeds): void;
  /** What it holds. Errors: internal before `load`. */
  state(): Feeds;
  /** Runs the steps, or, where trials share the call and another wants fewer, the first of them. Returns what was collected, `[steps, …]`. */
  run(stretch: LoopStretch): Promise<Feeds>;
  close(): Promise<void>;
}

/** What opens loops, for one trial. */
export interface Engine {
  /** Errors: `device-unavailable`; internal where the loop's lists do not fit its body. */
  open(plan: LoopPlan): Promise<OpenLoop>;
  /** How many trials it computes at present; the time of a call is shared by them. */
  together(): number;
}
