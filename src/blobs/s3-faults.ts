/** What S3 or the way to it refuses, as sentences. Texts of servers are not passed on: they may repeat what was sent. */
import { LabError } from "../core/errors.ts";

/** What was asked, and where. */
export interface S3Request {
  /** As in "could not …". */
  readonly attempted: string;
  readonly bucket: string;
  readonly location: string;
  /** Of a server that is not Amazon's. */
  readonly endpoint: string | undefined;
}

/** Codes: `blob-store-missing`, `blob-store-refused`, `blob-store-unreachable`, `disk-full`; other errors come back as they are. */
export function explainS3Error(error: unknown, { attempted, bucket, location, endpoint }: S3Request): unknown {
  if (error instanceof LabError) return error;
  const { name, code, status } = factsOf(error);
  const server = endpoint === undefined ? "Amazon S3" : hostOf(endpoint);
  const fault = (kind: string, sentence: string): LabError =>
    new LabError(kind, `Could not ${attempted} in ${location}: ${sentence}`, { location });
  if (name === "NoSuchBucket")
    return fault("blob-store-missing", `${server} has no bucket ${bucket}. Make it, or name another one.`);
  if (/^Credentials|^TokenProvider/.test(name))
    return fault(
      "blob-store-refused",
      "this machine has no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
    );
  if (/Region/.test(name) || (name === "Error" && /^Region is missing/.test((error as Error).message)))
    return fault("blob-store-refused", "no region is set. Set AWS_REGION to that of the bucket.");
  if (status === 401 || status === 403)
    return fault(
      "blob-store-refused",
      `${server} refused it (${name}). The credentials must be right, and may get, put, list and delete there.`,
    );
  if (status === 507)
    return fault("disk-full", `${server} has no space left (${name}). Free some and start again; nothing was lost.`);
  if (code !== "" || status === 0 || status >= 500)
    return fault(
      "blob-store-unreachable",
      `${server} does not answer (${code || name}). Check the network and AWS_ENDPOINT_URL, and start again; nothing was lost.`,
    );
  return fault("blob-store-refused", `${server} refused it (${name}, status ${status}).`);
}

/** The name of an error, the code of a failed connection, the status of an answer; 0 where there was none. */
function factsOf(error: unknown): { readonly name: string; readonly code: string; readonly status: number } {
  const { name, code, $metadata } = (error ?? {}) as Partial<{
    name: string;
    code: string;
    $metadata: { httpStatusCode?: number };
  }>;
  const word = (text: unknown): string => (typeof text === "string" && /^\w{1,60}$/.test(text) ? text : "");
  return {
    name: word(name) || "unknown error",
    code: $metadata?.httpStatusCode === undefined ? word(code) : "",
    status: $metadata?.httpStatusCode ?? 0,
  };
}

/** Without what an address may hold of secrets. */
function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : "the server of AWS_ENDPOINT_URL";
}
