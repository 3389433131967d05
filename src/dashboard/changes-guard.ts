/**
 * Who may change anything by the dashboard: a page of its own, and only where changes are allowed at all.
 *
 * Reading takes the token (`guard.ts`); changing takes it as the cookie of a browser, with an `Origin` that is the server's own and a secret that only a page
 * of this origin can have read. A page elsewhere has none of them, a leaked address not the secret.
 */
import { randomBytes } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import { cookieOf, equals } from "./guard.ts";

/** Name of the header with the secret. */
export const secretHeader = "x-lionlab-secret";

/** Bytes of what is sent to change something, at most. */
const mostBytes = 512 * 1024;

/** What a guard of changes goes by. */
export interface ChangesOptions {
  /** What browsers that were let in are known by. */
  readonly session: string;
  /** Why nothing may be changed here, in a sentence; null where it may. */
  readonly refusal: string | null;
}

/** The guard, and the secret that it asks for. */
export interface ChangesGuard {
  readonly secret: string;
  readonly handler: MiddlewareHandler;
}

/** Lets through what reads, and changes that are allowed. Answers 403 with a sentence, 415 where it is no JSON, 413 where it is too much. */
export function changesGuard({ session, refusal }: ChangesOptions): ChangesGuard {
  const secret = randomBytes(18).toString("base64url");
  const [isSession, isSecret] = [equals(session), equals(secret)];
  const limit = bodyLimit({
    maxSize: mostBytes,
    onError: (c) => c.json({ code: "too-large", sentence: "That is more than 512 kB." }, 413),
  });
  const handler: MiddlewareHandler = async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    if (refusal !== null) return c.json({ code: "not-allowed", sentence: refusal }, 403);
    const isOwn = c.req.header("origin")?.toLowerCase() === `http://${c.req.header("host")?.toLowerCase()}`;
    const isKnown = isSession(getCookie(c, cookieOf(c)) ?? "") && isSecret(c.req.header(secretHeader) ?? "");
    if (!isOwn || !isKnown) {
      return c.json({ code: "not-own", sentence: "Changes are taken from the dashboard's own page alone." }, 403);
    }
    if (!/^application\/json\b/.test(c.req.header("content-type") ?? "")) {
      return c.json({ code: "no-json", sentence: "Changes are sent as JSON." }, 415);
    }
    return limit(c, next);
  };
  return { secret, handler };
}
