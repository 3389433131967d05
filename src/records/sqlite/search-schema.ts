/**
 * Tables of a discovery file.
 *
 * Rows of evaluations and children lie in the order in which they came, which keeps pages full while several searches grow.
 */
import type { FileKind } from "./file.ts";
import { progressTable } from "./progress-table.ts";

const tables = `
  CREATE TABLE discovery (name TEXT PRIMARY KEY, config TEXT NOT NULL, command TEXT NOT NULL, sum TEXT);
  CREATE TABLE search (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, config TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'ended')),
    children INTEGER NOT NULL, evaluations INTEGER NOT NULL, best_fitness REAL, seconds REAL NOT NULL
  );
  CREATE TABLE discovery_search (
    discovery TEXT NOT NULL REFERENCES discovery (name), position INTEGER NOT NULL, search INTEGER NOT NULL REFERENCES search (id),
    PRIMARY KEY (discovery, position)
  ) WITHOUT ROWID;
  CREATE TABLE evaluation (
    search INTEGER NOT NULL REFERENCES search (id), number INTEGER NOT NULL, identity TEXT NOT NULL, program TEXT NOT NULL,
    length INTEGER NOT NULL, fitness REAL NOT NULL, status TEXT NOT NULL, scores TEXT NOT NULL, curves BLOB NOT NULL, failure TEXT, sum TEXT,
    PRIMARY KEY (search, number)
  );
  CREATE TABLE child (
    search INTEGER NOT NULL, id INTEGER NOT NULL, parent INTEGER, island INTEGER NOT NULL, edits TEXT,
    reason INTEGER NOT NULL, evaluation INTEGER NOT NULL, evaluated INTEGER NOT NULL,
    genome_length INTEGER NOT NULL, length INTEGER NOT NULL, invalid INTEGER NOT NULL,
    PRIMARY KEY (search, id)
  );
  CREATE TABLE phase_record (
    discovery TEXT NOT NULL REFERENCES discovery (name), phase TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL,
    record TEXT NOT NULL, sum TEXT, PRIMARY KEY (discovery, phase, key)
  ) WITHOUT ROWID;
`;

/** A file of discoveries, marked "LIOD". */
export const discoveryFile: FileKind = {
  noun: "discovery",
  applicationId: 0x4c494f44,
  version: 1,
  pageSize: 8192,
  tables,
  laterColumns: ["discovery", "evaluation", "phase_record"].map((table) => ({ table, column: "sum", type: "TEXT" })),
  laterTables: [progressTable],
};
