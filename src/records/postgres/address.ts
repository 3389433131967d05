/**
 * The address of records on a PostgreSQL server, as users give it: `postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE?schema=…`.
 *
 * The password goes to the server and nowhere else: messages name the place, which has none, and no message repeats what could not be read,
 * for a piece of a password may be in it.
 */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { LabError } from "../../core/errors.ts";

/** Where records lie on a server, and how it is reached. */
export interface PostgresAddress {
  /** A name, an IP address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Null where none was given here: see `password.ts`. */
  readonly password: string | null;
  readonly schema: string;
  /** False: in plain. */
  readonly tls: false | ConnectionOptions;
  /** Most connections of one store. */
  readonly connections: number;
  /** The address without its password, for messages. */
  readonly place: string;
}

/** What may follow the question mark. */
export const addressSettings = {
  schema: "the schema of the tables; lionlab where none is given",
  sslmode:
    "disable, require (encrypted, whoever answers) or verify-full (encrypted, and the server is who it says); verify-full where none is given, on this machine disable",
  sslrootcert: "a file with the certificates of those who vouch for the server",
  sslcert: "a file with the certificate of the role",
  sslkey: "a file with the key of that certificate",
  connections: "most connections of one store, 1 to 100; 4 where none is given",
} as const;

type Settings = { readonly [name in keyof typeof addressSettings]?: string };

/** Whether a text is meant as an address of a PostgreSQL server. */
export function isPostgresAddress(target: string): boolean {
  return /^postgres(ql)?:/i.test(target);
}

/** Reads an address. Errors: `storage-address`, `storage-unreachable` (a file of certificates cannot be read). */
export function postgresAddress(target: string, environment: NodeJS.ProcessEnv = process.env): PostgresAddress {
  const url = urlOf(target);
  const settings = settingsOf(url);
  const host = decoded(url.hostname.replace(/^\[|\]$/g, ""));
  if (host === "") throw mistake("it names no host; a socket's folder is written as %2Frun%2Fpostgresql");
  const database = decoded(url.pathname.replace(/^\//, ""));
  if (database === "" || /[/@]/.test(url.pathname.slice(1)))
    throw mistake("behind the host comes one name, the database's");
  const user = decoded(url.username) || environment.PGUSER || "";
  if (user === "") throw mistake("it names no role, and PGUSER is not set");
  const { schema = "lionlab" } = settings;
  if (!/^(?!pg_)[a-z_][a-z0-9_]{0,39}$/.test(schema))
    throw mistake("schema= takes at most 40 small letters, digits and _, and begins neither with a digit nor with pg_");
  const port = url.port === "" ? 5432 : Number(url.port);
  const place = placeOf({ host, port, database, user, schema });
  return {
    ...{ host, port, database, user, schema, place },
    password: decoded(url.password) || environment.PGPASSWORD || null,
    tls: tlsOf(host, settings),
    connections: connectionsOf(settings),
  };
}

function urlOf(target: string): URL {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || !/^postgres(ql)?:\/\//i.test(target) || url.hash !== "" || url.search.includes("@"))
    throw mistake(
      "it is not of that form; in a name or password, signs such as / : @ # ? are written as % and two digits",
    );
  return url;
}

function settingsOf(url: URL): Settings {
  const known = Object.keys(addressSettings);
  const settings: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) throw mistake(`behind the ? come only ${known.join(", ")}`);
    if (value === "" || name in settings) throw mistake(`${name}= is given once, with a value`);
    settings[name] = value;
  }
  return settings;
}

function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (!plain.includes("\0")) return plain;
  } catch {} // a % without two digits
  throw mistake("a % in a name or password is written %25");
}

/** The same place is the same text, however it was given. */
function placeOf(of: Pick<PostgresAddress, "host" | "port" | "database" | "user" | "schema">): string {
  const host = of.host.includes(":") ? `[${of.host}]` : encodeURIComponent(of.host);
  const [user, database] = [of.user, of.database].map(encodeURIComponent);
  const schema = of.schema === "lionlab" ? "" : `?schema=${of.schema}`;
  return `postgresql://${user}@${host}${of.port === 5432 ? "" : `:${of.port}`}/${database}${schema}`;
}

function connectionsOf({ connections = "4" }: Settings): number {
  if (/^[1-9]\d?$|^100$/.test(connections)) return Number(connections);
  throw mistake("connections= takes a whole number from 1 to 100");
}

/** Nothing is tried in plain that was to be encrypted: what is meant is said, and on this machine nobody listens. */
function tlsOf(host: string, { sslmode, sslrootcert, sslcert, sslkey }: Settings): PostgresAddress["tls"] {
  const isHere = host.startsWith("/") || host === "localhost" || host === "::1" || /^127\./.test(host);
  const mode = sslmode ?? (isHere && sslrootcert === undefined && sslcert === undefined ? "disable" : "verify-full");
  if (mode !== "disable" && mode !== "require" && mode !== "verify-full")
    throw mistake("sslmode= takes disable, require or verify-full");
  const files = [sslrootcert, sslcert, sslkey].some((file) => file !== undefined);
  if (mode === "disable" && files) throw mistake("sslmode=disable takes no certificates");
  if (mode === "require" && sslrootcert !== undefined) throw mistake("sslrootcert= goes with sslmode=verify-full");
  if ((sslcert === undefined) !== (sslkey === undefined)) throw mistake("sslcert= and sslkey= go together");
  if (mode === "disable") return false;
  return {
    rejectUnauthorized: mode === "verify-full",
    ...(sslrootcert === undefined ? {} : { ca: fileOf(sslrootcert) }),
    ...(sslcert === undefined ? {} : { cert: fileOf(sslcert), key: fileOf(sslkey!) }),
  };
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new LabError(
      "storage-unreachable",
      `Cannot read ${path}, which the address of PostgreSQL names: give a file that can be read.`,
      { path },
    );
  }
}

function mistake(what: string): LabError {
  return new LabError(
    "storage-address",
    `Cannot use the address of a PostgreSQL server, postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE?schema=NAME: ${what}.`,
  );
}
