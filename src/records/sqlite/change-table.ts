/**
 * The table of what has changed in a study's file, kept by triggers.
 *
 * The triggers are part of the file, so that whatever writes to it moves the revisions in the same transaction, an earlier
 * version of lionlab too. The latest change of a trial or study has the highest revision, and none is given twice.
 */
import type { LaterTable } from "./file.ts";

const touched = (kind: "study" | "trial", key: string): string =>
  `DELETE FROM change WHERE kind = '${kind}' AND key = ${key}; INSERT INTO change (kind, key) VALUES ('${kind}', ${key});`;

const trigger = (name: string, event: string, statements: string): string =>
  `CREATE TRIGGER IF NOT EXISTS ${name} AFTER ${event} BEGIN ${statements} END;`;

/**
 * The table, whose first row is what the file is known by, and the triggers. Files of earlier versions lack them until they are written; what
 * they hold by then has no revision, for a reader without a cursor is given everything anyway.
 */
export const changeTable: LaterTable = {
  name: "change",
  sql: `
  CREATE TABLE change (revision INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key));
  INSERT INTO change VALUES (1, 'store', lower(hex(randomblob(16))));
  CREATE INDEX IF NOT EXISTS study_of_trial ON study_trial (trial_key);
  ${trigger("study_put", "INSERT ON study", touched("study", "NEW.name"))}
  ${trigger("study_changed", "UPDATE ON study", touched("study", "NEW.name"))}
  ${trigger("member_put", "INSERT ON study_trial", `${touched("study", "NEW.study")} ${touched("trial", "NEW.trial_key")}`)}
  ${trigger("member_gone", "DELETE ON study_trial", touched("study", "OLD.study"))}
  ${trigger("member_renewed", "UPDATE ON study_trial", `${touched("study", "NEW.study")} ${touched("trial", "NEW.trial_key")}`)}
  ${trigger("trial_put", "INSERT ON trial", touched("trial", "NEW.key"))}
  ${trigger("trial_changed", "UPDATE ON trial", touched("trial", "NEW.key"))}
`,
};
