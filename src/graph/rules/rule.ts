/**
 * The contract of a rewrite rule: a node about to be made may be replaced by a value that means the same.
 *
 * Law, checked on random inputs: the replacement equals the node to the last bit in float64, for all inputs that the
 * sentence `exact` admits.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Attrs, Value } from "../graph.ts";

/** A node that has been checked but not made. */
export interface Candidate {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attrs: Attrs;
  readonly type: TensorType;
}

/** A named rewrite. `exact` says why and when the replacement is the same. */
export interface RewriteRule {
  readonly name: string;
  readonly exact: string;
  /** The replacement, or undefined where the rule does not match. */
  apply(b: Builder, node: Candidate): Value | undefined;
}
