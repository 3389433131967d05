/**
 * What a worker evaluates with; a module of its own so that tests can put another in its place.
 */
export { createProxyEvaluator } from "../trainer/proxy-evaluator.ts";
