/** The list of rewrite rules, in the order in which they are tried: one line for each file that defines one. */
import { foldConstants } from "./fold-constants.ts";
import { implicitBroadcast } from "./implicit-broadcast.ts";
import { neutralOperand } from "./neutral-operand.ts";
import { reshapeChain } from "./reshape-chain.ts";
import type { RewriteRule } from "./rule.ts";
import { sameValue } from "./same-value.ts";
import { signChange } from "./sign-change.ts";

/** All rewrite rules. */
export const rules: readonly RewriteRule[] = [
  foldConstants,
  sameValue,
  neutralOperand,
  signChange,
  reshapeChain,
  implicitBroadcast,
];
