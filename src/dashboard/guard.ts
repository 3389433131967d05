/**
 * Who may ask the dashboard: whoever has its token, from a page of its own, under a name that it answers to.
 *
 * A page elsewhere in the same browser can send requests to a server on this machine. It does not have the token, its cookie is kept from it
 * (`SameSite=Strict`), its `Origin` is another, and a name that it points at this machine (DNS rebinding) is not one of ours.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

/** What a guard goes by. */
export interface GuardOptions {
  readonly token: string;
  /** What browsers that were let in are known by; the token where absent. */
  readonly session?: string;
  /** Names that requests may be addressed to, with the port where it is not the usual one. */
  readonly hosts: ReadonlySet<string>;
}

/** Digest of an empty style: as an element that scripts fill with rules, and as an attribute. Plotly makes both, and nothing can be said by them. */
const emptyStyle = "'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Sent with everything: nothing of the page comes from elsewhere, and no other page may frame it, read it or guess its kind. */
const headers: { readonly [name: string]: string } = {
  "Content-Security-Policy":
    `default-src 'none'; script-src 'self'; style-src 'self' ${emptyStyle}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Name of the cookie that lets a browser in; ports share cookies, so each server has its own. */
export const cookieOf = (c: Context): string => `lionlab-${new URL(c.req.url).port || "80"}`;

/**
 * Lets requests through that may be answered. An address with `?token=` gets a cookie and is sent on without it, so that the token stays in no
 * history. Answers 403 for another host or origin, 401 without the token.
 */
export function guard({ token, session = token, hosts }: GuardOptions): MiddlewareHandler {
  const [isToken, isSession] = [equals(token), equals(session)];
  return async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    c.header("Cache-Control", "no-store");
    const host = c.req.header("host")?.toLowerCase() ?? "";
    if (!hosts.has(host)) return c.text("This address is not one that the dashboard answers to.", 403);
    if (!isOwn(c, host)) return c.text("Requests from other pages are not answered.", 403);
    const given = c.req.query("token");
    if (given !== undefined && c.req.method === "GET" && isToken(given)) {
      setCookie(c, cookieOf(c), session, { httpOnly: true, sameSite: "Strict", path: "/" });
      return c.redirect(c.req.path, 303);
    }
    const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (bearer === undefined ? !isSession(getCookie(c, cookieOf(c)) ?? "") : !isToken(bearer)) {
      return c.text("Open the address that `lionlab dashboard` printed: it ends with ?token=…", 401);
    }
    return next();
  };
}

/** Whether a request comes from a page of ours, or from no page. */
function isOwn(c: Context, host: string): boolean {
  const site = c.req.header("sec-fetch-site");
  const navigates = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
  if (site !== undefined && site !== "same-origin" && site !== "none" && !navigates) return false;
  const origin = c.req.header("origin");
  return origin === undefined || origin.toLowerCase() === `http://${host}`;
}

/** Makes what compares with a secret in a time that tells nothing of it. */
export function equals(secret: string): (given: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const wanted = digest(secret);
  return (given) => timingSafeEqual(digest(given), wanted);
}
