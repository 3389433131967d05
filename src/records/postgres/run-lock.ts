/**
 * The right to run what a store plans: a lock of the server's, held by a connection of its own, so that it is gone with its process however
 * that ends, and no clock is asked.
 *
 * Beside it the connection holds claims: rights of the run to what other runs want too. What another run has taken by the time that they are taken
 * again is that one's.
 *
 * The connection may be lost while the process lives. Then the lock is taken again before anything is written; the server may still keep it
 * for the connection that is gone, which is known by its name and ended.
 */
import { InternalError, LabError } from "../../core/errors.ts";
import type { PostgresAddress } from "./address.ts";
import { applicationName, type Connection, connect, literal } from "./connection.ts";

/** The right of one store; taken, lost and taken again. */
export class RunLock {
  readonly #address: PostgresAddress;
  readonly #key: string;
  readonly #lock: string;
  #connection: Connection | null = null;
  #process: number | null = null;
  readonly #claims = new Set<string>();
  #isWanted = false;

  constructor(address: PostgresAddress, lock: string) {
    this.#address = address;
    this.#lock = lock;
    this.#key = lockKey(address, `run ${lock}`);
  }

  /** Takes it; nothing where it is held. Errors: `already-running`, after which it is not wanted any more; those of the connection. */
  async take(): Promise<void> {
    this.#isWanted = true;
    try {
      await this.hold();
    } catch (error) {
      if (error instanceof LabError && error.code === "already-running") this.#isWanted = false;
      throw error;
    }
  }

  /** Takes it again where it was taken and has been lost. */
  async hold(): Promise<void> {
    if (!this.#isWanted || this.#connection?.isLost() === false) return;
    const connection = await connect(this.#address);
    try {
      await this.#takeOn(connection);
      for (const name of [...this.#claims]) if (!(await this.#claimOn(connection, name))) this.#claims.delete(name);
      this.#connection = connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Claims something for the run, which has the right to run; false where another run has it. */
  async claim(name: string): Promise<boolean> {
    await this.hold();
    if (this.#connection === null) throw new InternalError(`${name} was claimed by what does not run`);
    if (!this.#claims.has(name) && (await this.#claimOn(this.#connection, name))) this.#claims.add(name);
    return this.#claims.has(name);
  }

  /** Gives a claim up. */
  async giveUp(name: string): Promise<void> {
    if (!this.#claims.delete(name) || this.#connection?.isLost() !== false) return;
    await this.#connection.ask(`SELECT pg_advisory_unlock(${lockKey(this.#address, name)})`);
  }

  /** Gives it back. */
  async release(): Promise<void> {
    this.#isWanted = false;
    this.#claims.clear();
    await this.#connection?.close();
    this.#connection = null;
  }

  async #claimOn(connection: Connection, name: string): Promise<boolean> {
    const [claim] = await connection.ask<{ held: boolean }>(
      `SELECT pg_try_advisory_lock(${lockKey(this.#address, name)}) AS held`,
    );
    return claim!.held;
  }

  async #takeOn(connection: Connection): Promise<void> {
    for (;;) {
      const [own] = await connection.ask<{ held: boolean; process: number }>(
        `SELECT pg_try_advisory_lock(${this.#key}) AS held, pg_backend_pid() AS process`,
      );
      if (own!.held) {
        this.#process = own!.process;
        return;
      }
      const holder = await this.#holder(connection);
      if (holder === undefined) continue; // it has just given it back
      const isOurs = holder.process === this.#process && holder.name === applicationName; // a number alone may be another's by now
      if (!isOurs) throw alreadyRunning(this.#address, this.#lock, holder.name);
      await connection.ask(`SELECT pg_terminate_backend(${holder.process}, 10000)`);
    }
  }

  async #holder(connection: Connection): Promise<{ readonly process: number; readonly name: string } | undefined> {
    const [holder] = await connection.ask<{ process: number; name: string | null }>(
      `SELECT lock.pid AS process, application_name AS name FROM pg_locks lock LEFT JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) | objid::bigint = ${this.#key} AND objsubid = 1`,
    );
    return holder === undefined ? undefined : { process: holder.process, name: holder.name ?? "" };
  }
}

/** A lock of a schema, as an expression: the server's locks are numbers. */
export function lockKey({ schema }: PostgresAddress, purpose: string): string {
  return `hashtextextended(${literal(`lionlab ${schema} ${purpose}`)}, 0)`;
}

function alreadyRunning({ place }: PostgresAddress, what: string, name: string): LabError {
  const [, pid, host] = /^lionlab (\d+)@(.*)$/.exec(name) ?? [];
  const who = pid === undefined ? "another program" : `process ${pid} on ${host}`;
  return new LabError(
    "already-running",
    `Cannot run the ${what} at ${place}: ${who} is running it; wait for it, stop it, or give another schema.`,
    { location: place, pid: pid === undefined ? null : Number(pid), host: host ?? null, application: applicationName },
  );
}
