/** What an address of the page says: `#/` and `#/runs` the runs, `#/run/ID` one of them, and what a view keeps of its state behind a `?`. */

/** An address, taken apart. */
export interface Route {
  /** Names the view. */
  readonly view: string;
  /** What the view shows, where it shows one of several. */
  readonly id: string | null;
  /** State of the view, as a query without its `?`. */
  readonly query: string;
}

/** The view of the address without a name. */
export const homeView = "runs";

/** The view of a discovery. */
export const discoveryView = "discovery";

/** Takes apart what stands after the file of an address, `#` included. */
export function routeOf(hash: string): Route {
  const [, view = "", id, query = ""] = /^#\/([^/?]*)(?:\/([^/?]+))?(?:\?(.*))?$/.exec(hash) ?? [];
  return { view: view === "" ? homeView : view, id: id === undefined ? null : decoded(id), query };
}

/** The address of a route. */
export function addressOf({ view, id = null, query = "" }: Pick<Route, "view"> & Partial<Route>): string {
  const place = view === homeView && id === null ? "" : view;
  return `#/${place}${id === null ? "" : `/${encodeURIComponent(id)}`}${query === "" ? "" : `?${query}`}`;
}

/** The address of a study. */
export function studyAddress(id: string): string {
  return addressOf({ view: "run", id });
}

/** The address of several studies side by side. */
export function comparisonAddress(ids: readonly string[]): string {
  return addressOf({ view: "compare", id: ids.join(",") });
}

/** The address of a run of either kind. */
export function runAddress({ id, kind }: { readonly id: string; readonly kind: "study" | "discovery" }): string {
  return kind === "study" ? studyAddress(id) : addressOf({ view: discoveryView, id });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
