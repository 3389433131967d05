/**
 * What the coordinator of searches and its workers say to each other.
 */
import type { ProxyUse } from "../records/search-records.ts";
import type { ProxyEvaluation, ProxyEvaluationOptions } from "../trainer/proxy-evaluator.ts";

/** To a worker. */
export type EvaluationOrder =
  /** Makes tasks ready under a number, before the first program on them. */
  | {
      readonly kind: "suite";
      readonly suite: number;
      readonly tasks: readonly ProxyUse[];
      /** Folder of `--data`, where one was given. */
      readonly dataDir: string | null;
      /** Module that exports `createProxyEvaluator`, for tests; null: the laboratory's own. */
      readonly evaluatorModule: string | null;
    }
  | {
      readonly kind: "evaluate";
      readonly id: number;
      readonly suite: number;
      readonly program: string;
      readonly options: ProxyEvaluationOptions;
    };

/** From a worker; evaluations are answered in the order in which they were asked for. */
export type EvaluationReport =
  | { readonly kind: "ready" }
  | {
      readonly kind: "evaluated";
      readonly id: number;
      readonly evaluation: ProxyEvaluation;
      /** What it took. */
      readonly seconds: number;
    }
  /** A mistake of the user's: every evaluation would meet it. */
  | { readonly kind: "refused"; readonly id: number; readonly code: string; readonly sentence: string }
  /** A fault of ours in this evaluation. */
  | { readonly kind: "faulted"; readonly id: number; readonly sentence: string };
