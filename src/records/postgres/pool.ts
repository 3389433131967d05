/**
 * The connections of one store: a few, each used by one transaction at a time, kept open between transactions, and made anew when they are lost.
 */
import type { PostgresAddress } from "./address.ts";
import { type Connection, connect } from "./connection.ts";

/** Connections that are lent and come back. */
export class ConnectionPool {
  readonly #address: PostgresAddress;
  readonly #setUp: (connection: Connection) => Promise<void>;
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #lent = 0;

  /** `setUp`: what is done with each connection that is new. */
  constructor(address: PostgresAddress, setUp: (connection: Connection) => Promise<void> = async () => {}) {
    this.#address = address;
    this.#setUp = setUp;
  }

  /** Does work on a connection; where it fails its transaction is rolled back. Errors: those of the work and of connecting. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    await this.#turn();
    let connection: Connection | undefined;
    try {
      connection = this.#taken() ?? (await this.#connect());
      return await work(connection);
    } catch (error) {
      await connection?.ask("ROLLBACK").catch(() => {}); // where the connection is gone, so is the transaction
      throw error;
    } finally {
      if (connection !== undefined) this.#idle.push(connection);
      this.#lent--;
      this.#waiting.shift()?.();
    }
  }

  /** Waits for what is under way, and closes all. */
  async close(): Promise<void> {
    while (this.#lent > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }

  async #turn(): Promise<void> {
    while (this.#lent >= this.#address.connections) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#lent++;
  }

  async #connect(): Promise<Connection> {
    const connection = await connect(this.#address);
    try {
      await this.#setUp(connection);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  #taken(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined || !connection.isLost()) return connection;
      void connection.close();
    }
  }
}
