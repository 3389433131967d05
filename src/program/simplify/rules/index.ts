/** The table of rules, in the order in which they are tried. */
import type { SimplifyRule } from "../rule.ts";
import { algebraRules } from "./algebra.ts";
import { averageRules } from "./averages.ts";
import { constantRules } from "./constants.ts";
import { deadCodeRules } from "./dead-code.ts";
import { empiricalRules } from "./empirical.ts";
import { formRules } from "./form.ts";
import { functionRules } from "./functions.ts";
import { namesAndOrder } from "./names.ts";
import { signRules } from "./signs.ts";
import { tolerantRules } from "./tolerant.ts";

/** Rules that rewrite: exact ones first, then tolerant ones, then empirical ones. */
export const rewriteRules: readonly SimplifyRule[] = [
  ...deadCodeRules,
  ...constantRules,
  ...averageRules,
  ...functionRules,
  ...signRules,
  ...algebraRules,
  ...formRules,
  ...tolerantRules,
  ...empiricalRules,
];

/** All rules; the last is applied once, at the end. */
export const simplifyRules: readonly SimplifyRule[] = [...rewriteRules, namesAndOrder];
