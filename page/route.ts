/** Which view an address shows: `#/` the runs, `#/run/ID` a study. */

/** A view. */
export type Route = { readonly view: "runs" } | { readonly view: "study"; readonly id: string };

/** The view of the part of an address after its file, `#` included; unknown ones are the list. */
export function routeOf(hash: string): Route {
  const [, id] = /^#\/run\/([^/?#]+)$/.exec(hash) ?? [];
  return id === undefined ? { view: "runs" } : { view: "study", id: decoded(id) };
}

/** The address of a study. */
export function studyAddress(id: string): string {
  return `#/run/${encodeURIComponent(id)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
