/**
 * The prepared statements of a discovery file.
 */
import { type Database, type StatementsOf, statementsOf } from "./engine.ts";
import { progressTexts } from "./progress.ts";

/** A row of the table `search`. */
export interface SearchRow {
  readonly id: number;
  readonly key: string;
  readonly config: string;
  readonly state: string;
  readonly children: number;
  readonly evaluations: number;
  readonly best_fitness: number | null;
  readonly seconds: number;
}

const texts = {
  ...progressTexts,
  putDiscovery: `INSERT INTO discovery (name, config, command, sum) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET config = excluded.config, command = excluded.command, sum = excluded.sum`,
  discoveries: "SELECT * FROM discovery ORDER BY name",
  discovery: "SELECT * FROM discovery WHERE name = ?",
  putSearch: `INSERT INTO search (key, config, state, children, evaluations, best_fitness, seconds)
    VALUES (?, ?, 'running', 0, 0, NULL, 0) ON CONFLICT (key) DO NOTHING`,
  clearSearches: "DELETE FROM discovery_search WHERE discovery = ?",
  putMember: "INSERT INTO discovery_search (discovery, position, search) VALUES (?, ?, ?)",
  searches: `SELECT search.* FROM search JOIN discovery_search ON discovery_search.search = search.id
    WHERE discovery = ? ORDER BY position`,
  memberCount: "SELECT count(*) AS count FROM discovery_search WHERE discovery = ?",
  search: "SELECT * FROM search WHERE key = ?",
  updateSearch: `UPDATE search SET state = ?, children = ?, evaluations = ?, best_fitness = ?, seconds = seconds + ?
    WHERE id = ?`,
  endSearch: "UPDATE search SET state = 'ended' WHERE id = ?",
  putEvaluation: `INSERT INTO evaluation (search, number, identity, program, length, fitness, status, scores, curves, failure, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  evaluationHeads: "SELECT number, identity, fitness FROM evaluation WHERE search = ? AND number >= ? ORDER BY number",
  evaluations: "SELECT * FROM evaluation WHERE search = ? AND number >= ? AND number < ? ORDER BY number",
  evaluation: "SELECT * FROM evaluation WHERE search = ? AND number = ?",
  putChild: `INSERT INTO child
    (search, id, parent, island, edits, reason, evaluation, evaluated, genome_length, length, invalid)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  /** As one text, which is read three times as fast as rows. */
  children: `SELECT json_group_array(json_array(
      id, parent, island, json(edits), reason, evaluation, evaluated, genome_length, length, invalid)) AS list
    FROM (SELECT * FROM child WHERE search = ? AND id >= ? AND id < ? ORDER BY id)`,
  child: `SELECT id, parent, island, edits, reason, evaluation, evaluated, genome_length, length, invalid FROM child
    WHERE search = ? AND id = ?`,
  nextPosition: "SELECT count(*) AS position FROM phase_record WHERE discovery = ? AND phase = ?",
  putRecord: `INSERT INTO phase_record (discovery, phase, key, position, record, sum) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (discovery, phase, key) DO UPDATE SET record = excluded.record, sum = excluded.sum`,
  records: "SELECT * FROM phase_record WHERE discovery = ? AND phase = ? ORDER BY position",
  clearRecords: "DELETE FROM phase_record WHERE discovery = ? AND phase = ?",
} as const;

/** Statements by name. */
export type Statements = StatementsOf<typeof texts>;

/** The statements of an open file, see `statementsOf`. */
export function searchStatements(database: Database): Statements {
  return statementsOf(database, texts);
}
