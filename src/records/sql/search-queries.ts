/**
 * The queries of a store of discoveries, written once for every database.
 */
import type { Kysely } from "kysely";
import { type ChildRow, childColumns, type EvaluationRow } from "../search-rows.ts";
import { sql } from "./kysely.ts";
import { progressQueries } from "./progress-queries.ts";
import type { SearchRow, SearchTables } from "./search-tables.ts";
import type { SqlDatabase } from "./session.ts";
import { template, these } from "./template.ts";

/** Queries by name. */
export type SearchQueries = ReturnType<typeof searchQueries>;

const evaluationNames = [
  "search",
  "number",
  "identity",
  "program",
  "length",
  "fitness",
  "status",
  "scores",
  "curves",
  "failure",
  "sum",
] as const satisfies readonly (keyof SearchTables["evaluation"])[];

type OfDiscovery = { readonly discovery: string };
type OfPhase = OfDiscovery & { readonly phase: string };
type Range = { readonly search: number; readonly from: number; readonly end: number };

/** The queries of a database. The types of their rows follow from how they are built. */
export function searchQueries({ queries: from, dialect }: SqlDatabase<SearchTables>) {
  const progress = dialect === "sqlite" ? "progress" : "discovery_progress";
  return {
    ...ofDiscoveries(from),
    ...ofSearches(from),
    ...ofArchives(from),
    ...ofPhases(from),
    ...progressQueries(from, progress),
  };
}

function ofDiscoveries(from: Kysely<SearchTables>) {
  const members = from.selectFrom("discovery_search");
  return {
    putDiscovery: template((row: SearchTables["discovery"]) =>
      from
        .insertInto("discovery")
        .values({ name: row.name, config: row.config, command: row.command, sum: row.sum })
        .onConflict((of) =>
          of.column("name").doUpdateSet(({ ref }) => ({
            config: ref("excluded.config"),
            command: ref("excluded.command"),
            sum: ref("excluded.sum"),
          })),
        ),
    ),
    discoveries: template(() => from.selectFrom("discovery").selectAll().orderBy("name")),
    discovery: template(({ discovery }: OfDiscovery) =>
      from.selectFrom("discovery").selectAll().where("name", "=", discovery),
    ),
    clearSearches: template(({ discovery }: OfDiscovery) =>
      from.deleteFrom("discovery_search").where("discovery", "=", discovery),
    ),
    putMember: template(({ discovery, position, search }: SearchTables["discovery_search"]) =>
      from.insertInto("discovery_search").values({ discovery, position, search }),
    ),
    searches: template(({ discovery }: OfDiscovery) =>
      members
        .innerJoin("search", "search.id", "discovery_search.search")
        .selectAll("search")
        .where("discovery", "=", discovery)
        .orderBy("position"),
    ),
    memberCount: template(({ discovery }: OfDiscovery) =>
      members.select(({ fn }) => fn.countAll<number>().as("count")).where("discovery", "=", discovery),
    ),
  };
}

function ofSearches(from: Kysely<SearchTables>) {
  const planned = { state: "running", children: 0, evaluations: 0, best_fitness: null, seconds: 0 };
  return {
    search: template(({ key }: Pick<SearchRow, "key">) => from.selectFrom("search").selectAll().where("key", "=", key)),
    putSearch: template(({ key, config }: Pick<SearchRow, "key" | "config">) =>
      from
        .insertInto("search")
        .values({ key, config, ...planned })
        .onConflict((of) => of.column("key").doNothing()),
    ),
    /** `seconds` are added. */
    updateSearch: template(
      ({ id, state, children, evaluations, best_fitness, seconds }: Omit<SearchRow, "key" | "config">) =>
        from
          .updateTable("search")
          .set({ state, children, evaluations, best_fitness, seconds: sql<number>`seconds + ${seconds}` })
          .where("id", "=", id),
    ),
    endSearch: template(({ id }: Pick<SearchRow, "id">) =>
      from.updateTable("search").set({ state: "ended" }).where("id", "=", id),
    ),
  };
}

function ofArchives(from: Kysely<SearchTables>) {
  const evaluations = from.selectFrom("evaluation").orderBy("number");
  return {
    evaluationHeads: template(({ search, from: first }: Omit<Range, "end">) =>
      evaluations.select(["number", "identity", "fitness"]).where("search", "=", search).where("number", ">=", first),
    ),
    evaluations: template(({ search, from: first, end }: Range) =>
      evaluations.selectAll().where("search", "=", search).where("number", ">=", first).where("number", "<", end),
    ),
    evaluation: template(({ search, number }: { readonly search: number; readonly number: number }) =>
      from.selectFrom("evaluation").selectAll().where("search", "=", search).where("number", "=", number),
    ),
    child: template(({ search, id }: { readonly search: number; readonly id: number }) =>
      from.selectFrom("child").select(childColumns).where("search", "=", search).where("id", "=", id),
    ),
    children: template(({ search, from: first, end }: Range) =>
      from
        .selectFrom("child")
        .select(childColumns)
        .where("search", "=", search)
        .where("id", ">=", first)
        .where("id", "<", end)
        .orderBy("id"),
    ),
    /** The same as one text, which SQLite gives three times as fast as rows. */
    childrenText: template(({ search, from: first, end }: Range) => {
      const text = sql<{ readonly list: string }>`SELECT json_group_array(json_array(
          id, parent, island, json(edits), reason, evaluation, evaluated, genome_length, length, invalid)) AS list
        FROM (SELECT * FROM child WHERE search = ${search} AND id >= ${first} AND id < ${end} ORDER BY id)`;
      return { compile: () => text.compile(from) };
    }),
    putEvaluation: template((row: SearchTables["evaluation"]) =>
      from.insertInto("evaluation").values(these(evaluationNames, row)),
    ),
    putChild: template((row: SearchTables["child"]) =>
      from.insertInto("child").values(these(["search", ...childColumns], row)),
    ),
    putEvaluations: (search: number, rows: readonly EvaluationRow[]) =>
      from.insertInto("evaluation").values(rows.map((row) => ({ search, ...row }))),
    putChildren: (search: number, rows: readonly ChildRow[]) =>
      from.insertInto("child").values(rows.map((row) => ({ search, ...row }))),
  };
}

function ofPhases(from: Kysely<SearchTables>) {
  const ofPhase = ({ discovery, phase }: OfPhase) =>
    from.selectFrom("phase_record").where("discovery", "=", discovery).where("phase", "=", phase);
  return {
    nextPosition: template((of: OfPhase) => ofPhase(of).select(({ fn }) => fn.countAll<number>().as("position"))),
    records: template((of: OfPhase) => ofPhase(of).selectAll().orderBy("position")),
    clearRecords: template(({ discovery, phase }: OfPhase) =>
      from.deleteFrom("phase_record").where("discovery", "=", discovery).where("phase", "=", phase),
    ),
    putRecord: template(({ discovery, phase, key, position, record, sum }: SearchTables["phase_record"]) =>
      from
        .insertInto("phase_record")
        .values({ discovery, phase, key, position, record, sum })
        .onConflict((of) =>
          of
            .columns(["discovery", "phase", "key"])
            .doUpdateSet(({ ref }) => ({ record: ref("excluded.record"), sum: ref("excluded.sum") })),
        ),
    ),
  };
}
