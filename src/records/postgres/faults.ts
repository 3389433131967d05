/**
 * What errors of a PostgreSQL server, and of the way to it, mean to a user.
 *
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html. The texts that the server gives are in its language and may quote
 * values, so none of them is shown.
 */
import { LabError } from "../../core/errors.ts";
import type { PostgresAddress } from "./address.ts";

/**
 * What to do about an error.
 *  - `again`: the transaction was in the way of another one, or the other of it; doing it again will do.
 *  - `lost`: the connection is gone or there was none; the server may come back.
 *  - `rights`: the role may not do it, see `rights.ts`.
 *  - `told`: nothing but to tell the user.
 */
export type PostgresFault =
  | { readonly kind: "again" | "rights"; readonly error: null }
  | { readonly kind: "lost" | "told"; readonly error: LabError };

/** The fault behind an error; null where it is one of ours. */
export function postgresFault(error: unknown, address: PostgresAddress): PostgresFault | null {
  if (!(error instanceof Error) || error instanceof LabError) return null;
  const { code } = error as { code?: unknown };
  const known = typeof code === "string" ? knownFault(code) : lostTexts.test(error.message) ? gone : tlsFault(error);
  if (known === null || typeof known === "string") return known === null ? null : { kind: known, error: null };
  const data = { location: address.place, ...(typeof code === "string" ? { postgres: code } : {}) };
  return { kind: known.kind, error: new LabError(known.code, known.sentence(address), data) };
}

interface KnownFault {
  readonly kind: "lost" | "told";
  readonly code: string;
  readonly sentence: (address: PostgresAddress) => string;
}

function knownFault(code: string): KnownFault | "again" | "rights" | null {
  return faults[code] ?? classes[code.slice(0, 2)] ?? (tlsCodes.test(code) ? untrusted : null);
}

/** What the client says of a connection that ended without a code. */
const lostTexts =
  /^(Connection terminated|timeout expired|Client has encountered a connection error|Client was closed)/;

function tlsFault({ message }: Error): KnownFault | null {
  return message.includes("does not support SSL") ? inPlain : null;
}

const tlsCodes = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/;

const gone: KnownFault = {
  kind: "lost",
  code: "storage-unreachable",
  sentence: ({ place }) =>
    `${place} does not answer any more: see that the server runs and can be reached, and run again; nothing recorded is lost.`,
};
const nobodyThere: KnownFault = {
  kind: "lost",
  code: "storage-unreachable",
  sentence: ({ place }) =>
    `Cannot reach ${place}: no PostgreSQL server answers there; start it, or give its host and port.`,
};
const noSuchHost: KnownFault = {
  kind: "lost",
  code: "storage-unreachable",
  sentence: ({ place, host }) =>
    `Cannot reach ${place}: no machine is known by the name ${host}; check the name and the network.`,
};
const starting: KnownFault = {
  kind: "lost",
  code: "storage-busy",
  sentence: ({ place }) => `${place} is starting or stopping: wait until the server takes connections, and run again.`,
};
const crowded: KnownFault = {
  kind: "lost",
  code: "storage-busy",
  sentence: ({ place }) =>
    `${place} has as many connections as it takes: end some, raise max_connections, or ask for fewer with ?connections=1.`,
};
const refused: KnownFault = {
  kind: "told",
  code: "storage-denied",
  sentence: ({ place, user }) =>
    `${place} refused the role ${user}: check its name and password, and pg_hba.conf on the server.`,
};
const full: KnownFault = {
  kind: "told",
  code: "disk-full",
  sentence: ({ place }) =>
    `Cannot write to ${place}: its server's disk is full; free some space there and run again, nothing recorded is lost.`,
};
const readOnly: KnownFault = {
  kind: "told",
  code: "storage-read-only",
  sentence: ({ place }) =>
    `Cannot write to ${place}: the server, or the role, is set to read only; give the address of the server that is written to.`,
};
const broken: KnownFault = {
  kind: "told",
  code: "storage-damaged",
  sentence: ({ place }) =>
    `The server of ${place} reports that its files or disk are damaged: see its log, and restore the database from a backup.`,
};
const replaced: KnownFault = {
  kind: "told",
  code: "storage-gone",
  sentence: ({ place }) =>
    `The tables of ${place} were removed or changed by another program: run the same command again, or restore the database from a backup.`,
};
const untrusted: KnownFault = {
  kind: "told",
  code: "storage-denied",
  sentence: ({ place }) =>
    `Cannot trust the server of ${place}: its certificate is not for this host, or nobody known vouches for it; give the certificate of who does with sslrootcert=FILE, or sslmode=require to encrypt all the same.`,
};
const inPlain: KnownFault = {
  kind: "told",
  code: "storage-denied",
  sentence: ({ place }) =>
    `The server of ${place} offers no encryption: turn it on there (ssl = on), or give sslmode=disable where nobody listens on the way.`,
};
const noText: KnownFault = {
  kind: "told",
  code: "storage-text",
  sentence: ({ place }) =>
    `Cannot keep a text in ${place}: it has the character U+0000, which PostgreSQL keeps in no text; leave it out.`,
};
const tooLong: KnownFault = {
  kind: "told",
  code: "storage-text",
  sentence: ({ place }) => `Cannot keep a value in ${place}: it is longer than PostgreSQL can keep.`,
};

/** By code of the server or the system. */
const faults: { readonly [code: string]: KnownFault | "again" | "rights" } = {
  "40001": "again",
  "40P01": "again",
  "42501": "rights",
  "3D000": {
    kind: "told",
    code: "storage-unreachable",
    sentence: ({ place, database }) =>
      `The server of ${place} has no database ${database}: make it there (createdb ${database}), or give another.`,
  },
  "28000": refused,
  "28P01": refused,
  "25006": readOnly,
  "53100": full,
  "53200": {
    kind: "lost",
    code: "storage-busy",
    sentence: ({ place }) => `The server of ${place} is out of memory: give it more, or run less on that machine.`,
  },
  "53300": crowded,
  "57P01": gone,
  "57P02": gone,
  "57P03": starting,
  "57P05": gone,
  "25P03": gone,
  "22021": noText,
  "22P05": noText,
  "54000": tooLong,
  "42P01": replaced,
  "42703": replaced,
  "3F000": replaced,
  "58030": broken,
  "58P01": broken,
  ECONNREFUSED: nobodyThere,
  EHOSTUNREACH: nobodyThere,
  EHOSTDOWN: nobodyThere,
  ENETUNREACH: nobodyThere,
  ENOENT: nobodyThere,
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
  ECONNRESET: gone,
  ECONNABORTED: gone,
  EPIPE: gone,
  ETIMEDOUT: gone,
};

/** By the first two signs of the server's codes. */
const classes: { readonly [code: string]: KnownFault } = { "08": gone, XX: broken };
