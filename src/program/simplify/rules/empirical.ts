/** Rules that are no identities: they change what the program does, and only a measurement can say that it does not matter. */
import { operandOf } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

const dropClip = localRule({
  name: "drop clip",
  label: "empirical",
  identity: "clip(x, c)  →  x",
  condition: "None: the clip weighs the steps of an average by the norms of their gradients.",
  bound: "no bound; with random gradients and a decaying rate about one sign in eight changes",
  reason: "No identity: clipping weighs the gradients of an average by their norms, so some signs change.",
  samples: ["g = clip(g, lr)\nm = interp(g, m, 0.9)\nupdate = sign(m)\nreturn update, m, v"],
  rewrite(call) {
    return operandOf(call, "clip");
  },
});

/** Functions f with f(x) = x + O(x³). */
const nearIdentities: readonly string[] = ["arcsin", "arctan", "sin", "tan", "sinh", "tanh", "arcsinh", "arctanh"];

const dropNearIdentity = localRule({
  name: "drop near identity",
  label: "empirical",
  identity: `f(x)  →  x for ${nearIdentities.join(", ")}`,
  condition: "None; near 0 the difference is of third order.",
  bound: "no bound; |f(x) - x| is about |x|³ / 3 at most near 0",
  reason: "No identity: the function is close to x only where x is small.",
  samples: ["g = arcsin(g)\nm = interp(g, m, 0.9)\nupdate = sign(m)\nreturn update, m, v"],
  rewrite(call) {
    return operandOf(call, ...nearIdentities);
  },
});

/** The rules of this theme. */
export const empiricalRules: readonly SimplifyRule[] = [dropNearIdentity, dropClip];
