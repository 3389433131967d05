/** Where the page is. A view keeps its state in the address, so that a link shows the same again. */
import { signal } from "@preact/signals";
import { addressOf, type Route, routeOf } from "./route.ts";

/** The address as it stands. */
export const route = signal<Route>(routeOf(location.hash));

addEventListener("hashchange", () => {
  const before = route.peek();
  route.value = routeOf(location.hash);
  if (route.value.view !== before.view || route.value.id !== before.id) scrollTo(0, 0);
});

/** Writes the state of the view that is shown into its address, in the place of what stood there: it is no step to go back to. */
export function keepState(query: string): void {
  const { view, id } = route.peek();
  history.replaceState(history.state, "", addressOf({ view, id, query }));
  route.value = { view, id, query };
}
