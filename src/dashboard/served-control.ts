/** What the contract of a dashboard's control says of runs whose records lie on a server: pausing and going on there, which the server tells whoever runs them. */
import type { RunFacts } from "./run-facts.ts";
import type { RunActions } from "./views.ts";

/** What may be done with runs of a server. Errors: those of the server; a role that may only look is told the rights that it lacks. */
export interface ServedControl {
  /** What may be done with a run now, and why nothing may be done. */
  actions(facts: RunFacts): Promise<RunActions>;
  /** Asks whoever runs it to save what is under way and end. */
  pause(facts: RunFacts): Promise<void>;
  /** Has the workers of the server go on with it. */
  resume(facts: RunFacts): Promise<void>;
}
