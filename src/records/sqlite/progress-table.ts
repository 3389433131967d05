/**
 * The table of what a run tells of itself: one row for each study or discovery, written over each time.
 */
import type { LaterTable } from "./file.ts";

/** The table. Files of earlier versions lack it until they are written. */
export const progressTable: LaterTable = {
  name: "progress",
  sql: "CREATE TABLE progress (owner TEXT PRIMARY KEY, record TEXT NOT NULL, sum TEXT NOT NULL);",
};
