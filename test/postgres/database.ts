/**
 * PostgreSQL for tests: the server of this run, with a new database for whoever asks. Where no server can be started the tests are skipped,
 * and fail where `LIONLAB_TEST_POSTGRES=required` says that there must be one.
 */
import pg from "pg";
import { inject } from "vitest";
import type { ServerAnswer } from "./global-setup.ts";
import type { Installation } from "./installation.ts";

/** The server of this run; null where there is none. */
export const postgres: { readonly url: string; readonly installation: Installation } | null = await theServer();

async function theServer(): Promise<typeof postgres> {
  const answer = (await (await fetch(inject("postgres"))).json()) as ServerAnswer;
  if (!("problem" in answer)) return answer;
  if (process.env.LIONLAB_TEST_POSTGRES === "required") throw new Error(answer.problem);
  console.warn(`Skipped: ${answer.problem}`);
  return null;
}

let count = 0;

/** Makes a database and gives its address, as the superuser. */
export async function newDatabase(): Promise<string> {
  const name = `test_${process.pid}_${++count}`;
  await asSuperuser(`CREATE DATABASE ${name}`);
  return databaseUrl(name);
}

/** The address of a database of the server, as the superuser or who is given. */
export function databaseUrl(name: string, role?: { readonly user: string; readonly password: string }): string {
  const url = new URL(postgres!.url);
  url.pathname = `/${name}`;
  if (role !== undefined) [url.username, url.password] = [role.user, role.password];
  return url.href;
}

/** Runs statements, each with its rows; on the server's first database where no other is given. */
export async function asSuperuser(sql: string, url = postgres!.url): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query(sql)) as pg.QueryResult | pg.QueryResult[];
    return [result].flat().at(-1)!.rows;
  } finally {
    await client.end();
  }
}
