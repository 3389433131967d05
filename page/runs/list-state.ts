/** What the list of runs keeps in its address: words to look for, and an order. */
import { type RunOrder, runOrders } from "./run-list.ts";

/** The state. */
export interface ListState {
  readonly filter: string;
  readonly order: RunOrder;
}

const usual: RunOrder = "state";

/** The state in an address; what is none is as if it were not there. */
export function listStateOf(query: string): ListState {
  const parameters = new URLSearchParams(query);
  const order = parameters.get("sort") ?? usual;
  return { filter: parameters.get("q") ?? "", order: Object.hasOwn(runOrders, order) ? (order as RunOrder) : usual };
}

/** The address of a state; empty for the usual one. */
export function listQuery({ filter, order }: ListState): string {
  const kept = { ...(filter === "" ? {} : { q: filter }), ...(order === usual ? {} : { sort: order }) };
  return new URLSearchParams(kept).toString();
}
