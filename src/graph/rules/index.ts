/** The list of rewrite rules, in the order in which they are tried. */
import type { RewriteRule } from "./rule.ts";

/** All rewrite rules. */
export const rules: readonly RewriteRule[] = [];
