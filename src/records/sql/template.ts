/**
 * Queries that are compiled once and asked often: compiling one takes longer than a small database takes to answer it.
 */
import type { Compilable, CompiledQuery } from "kysely";

/** A query that lacks its values. */
export type QueryTemplate<Values, Row> = (values: Values) => Compilable<Row>;

/** A query as `build` makes it of its values, which it puts into the query and does nothing else with. It is compiled when it is first asked. */
export function template<Values extends object, Row>(
  build: (values: Values) => Compilable<Row>,
): QueryTemplate<Values, Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return (values) => {
    compiled ??= build(places as Values).compile();
    const bound = { ...compiled, parameters: compiled.parameters.map((value) => valueAt(value, values)) };
    return { compile: () => bound };
  };
}

/** Stands in a compiled query where a value is to be. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A place for every name. */
const places: object = new Proxy({}, { get: (_, name) => new Place(String(name)) });

function valueAt(value: unknown, values: object): unknown {
  return value instanceof Place ? ((values as Readonly<Record<string, unknown>>)[value.name] ?? null) : value;
}

/** Those columns of a row, so that each has its place in the query. */
export function these<Row, Name extends keyof Row>(names: readonly Name[], row: Row): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as unknown as Pick<Row, Name>;
}
