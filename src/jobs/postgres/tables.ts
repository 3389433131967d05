/**
 * Tables of jobs that are shared through a server, beside those of pg-boss, which holds the queue itself: whose turn it is and who has taken what.
 *
 * An *owner* queues jobs and is told of them; a *worker* takes them, but for those that need what it lacks. Both say again and again that they are there, by the server's clock, so that
 * clocks of machines need not agree.
 *
 * A *run* is what owners queue jobs for. One that was submitted has no process of its own: a worker coordinates it, which makes it an owner too.
 */
import { LabError } from "../../core/errors.ts";
import type { PostgresKind } from "../../records/postgres/schema.ts";
import type { HowSeldom } from "../seldom.ts";

const first = `
  CREATE TABLE job_owner (id uuid PRIMARY KEY, name text NOT NULL, version text NOT NULL, host text NOT NULL, seen_at timestamptz NOT NULL);
  CREATE TABLE job_worker (
    id uuid PRIMARY KEY, version text NOT NULL, host text NOT NULL, pid bigint NOT NULL, processor text NOT NULL, device text NOT NULL,
    slots bigint NOT NULL, lock bigint NOT NULL, leaving boolean NOT NULL, began_at timestamptz NOT NULL, seen_at timestamptz NOT NULL
  );
  CREATE TABLE job_order (
    job uuid PRIMARY KEY, owner uuid NOT NULL, queue text NOT NULL, kind text NOT NULL, title text NOT NULL, body bytea NOT NULL, stopping boolean NOT NULL,
    worker uuid, attempt bigint NOT NULL, taken_at timestamptz
  );
  CREATE INDEX job_order_owner ON job_order (owner);
  CREATE INDEX job_order_worker ON job_order (worker) WHERE worker IS NOT NULL;
  CREATE TABLE job_report (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner uuid NOT NULL, job uuid NOT NULL, attempt bigint NOT NULL, seq bigint NOT NULL,
    body bytea NOT NULL, UNIQUE (job, attempt, seq)
  );
  CREATE INDEX job_report_owner ON job_report (owner, id);
`;

/** `state` of a run that was submitted: open, complete or failed; null of one that never was. `again`: it goes on once more when it has ended. */
const runs = `
  CREATE TABLE job_run (
    kind text NOT NULL, name text NOT NULL, priority bigint NOT NULL DEFAULT 0, cancelled boolean NOT NULL DEFAULT false,
    submission bytea, version text, host text, submitted_at timestamptz, state text, sentence text, again boolean NOT NULL DEFAULT false,
    coordinator uuid, taken_at timestamptz, losses bigint NOT NULL DEFAULT 0, PRIMARY KEY (kind, name)
  );
  ALTER TABLE job_owner ADD COLUMN kind text NOT NULL DEFAULT 'study', ADD COLUMN worker uuid, ADD COLUMN pid bigint;
`;

const needs = `
  ALTER TABLE job_order ADD COLUMN needs text NOT NULL DEFAULT '';
  ALTER TABLE job_owner ADD COLUMN device text NOT NULL DEFAULT 'cpu';
  CREATE INDEX job_order_waiting ON job_order (queue) WHERE worker IS NULL;
  CREATE TABLE job_lack (
    worker uuid REFERENCES job_worker ON DELETE CASCADE, need text NOT NULL, sentence text NOT NULL, PRIMARY KEY (worker, need)
  );
`;

/** The tables, for `prepareSchema`. */
export const jobTables: PostgresKind = {
  noun: "job",
  versions: [first, runs, needs],
  missing: (place) =>
    new LabError(
      "no-jobs",
      `No jobs were ever queued at ${place}: run a study or a discovery there first, with --storage.`,
      {
        place,
      },
    ),
};

/** Seconds without a word after which an owner or a worker counts as gone: its machine or the way to it may be. */
export const goneAfterSeconds = 60;

/** The same of a worker whose connection the server has seen the end of: a process that was killed. */
export const endedAfterSeconds = 12;

/** Whether the worker `w` of a statement is gone, or was never there. */
export const isGone = `(w.id IS NULL OR w.seen_at < now() - interval '${goneAfterSeconds} seconds'
  OR w.seen_at < now() - interval '${endedAfterSeconds} seconds' AND NOT EXISTS (
    SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND (l.classid::bigint << 32) | l.objid::bigint = w.lock))`;

/** Seconds between two words. */
export const wordEverySeconds = 5;

/** Seconds after which an owner looks for what is told to it, also where nothing woke it. */
export const hearEverySeconds = 0.5;

/** Seconds between two tellings of events: what is told meanwhile goes with the next. */
export const tellEverySeconds: HowSeldom = { least: 1, most: 10, timesOfTheLast: 50 };
