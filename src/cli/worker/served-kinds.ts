/** The kinds of runs that a server has, loaded when they are asked for. */
import type { RunKind } from "../../jobs/postgres/runs.ts";
import type { ServedKind } from "./served-kind.ts";

const kinds: { readonly [K in RunKind]: () => Promise<ServedKind> } = {
  study: async () => (await import("./served-study.ts")).servedStudy,
  discovery: async () => (await import("./served-discovery.ts")).servedDiscovery,
};

/** One of them. */
export function servedKind(kind: RunKind): Promise<ServedKind> {
  return kinds[kind]();
}

/** All, in the order in which they are shown. */
export function servedKinds(): Promise<readonly ServedKind[]> {
  return Promise.all(Object.values(kinds).map((load) => load()));
}
