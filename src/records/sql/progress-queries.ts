/**
 * Queries on the table of what runs tell of themselves.
 */
import type { Kysely } from "kysely";
import type { ProgressRow } from "../progress-rows.ts";
import { template } from "./template.ts";

/** The queries, by name. */
export type ProgressQueries = ReturnType<typeof progressQueries>;

/** The queries on a table of this form. */
export function progressQueries<Name extends string, Tables extends { readonly [name in Name]: ProgressRow }>(
  builder: Kysely<Tables>,
  table: Name,
) {
  const from = builder as unknown as Kysely<{ readonly progress: ProgressRow }>;
  const name = table as unknown as "progress";
  return {
    progress: template(({ owner }: Pick<ProgressRow, "owner">) =>
      from.selectFrom(name).select(["record", "sum"]).where("owner", "=", owner),
    ),
    putProgress: template(({ owner, record, sum }: ProgressRow) =>
      from
        .insertInto(name)
        .values({ owner, record, sum })
        .onConflict((of) =>
          of.column("owner").doUpdateSet(({ ref }) => ({ record: ref("excluded.record"), sum: ref("excluded.sum") })),
        ),
    ),
  };
}
