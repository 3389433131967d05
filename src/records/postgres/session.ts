/**
 * Queries of a store on a connection, inside its transaction.
 */
import type { Compilable } from "kysely";
import type { SqlSession } from "../sql/session.ts";
import type { Connection, QueryRows } from "./connection.ts";

/** The session of a transaction that has begun on the connection. */
export function sessionOn(connection: Connection): SqlSession {
  const asked = (query: Compilable<unknown>): Promise<QueryRows> => {
    const { sql, parameters } = query.compile();
    return connection.query(sql, parameters);
  };
  return {
    rows: async <Row>(query: Compilable<Row>) => {
      const { names, rows } = await asked(query);
      return rows.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])) as Row);
    },
    lists: asked,
    run: async (query) => (await asked(query)).count,
  };
}
