/**
 * One file over HTTP, with a short patience for the first answer, a longer one for silence in between, and progress.
 */

/** `connectSeconds`: until the answer's header; `stallSeconds`: longest silence after it. */
export interface DownloadOptions {
  readonly connectSeconds: number;
  readonly stallSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  onProgress?(receivedBytes: number, totalBytes: number | null): void;
}

/** Bytes at `url`. Errors: an `Error` whose message reads as a reason; `AbortError` when `signal` asked to stop. */
export async function downloadFile(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const patience = new AbortController();
  let timer = wait(patience, options.connectSeconds, "no answer");
  try {
    const signals = options.signal === undefined ? [patience.signal] : [patience.signal, options.signal];
    const response = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status} ${response.statusText}`);
    const length = Number(response.headers.get("content-length"));
    const total = length > 0 && response.headers.get("content-encoding") === null ? length : null;
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = wait(patience, options.stallSeconds ?? 20, "no more bytes");
      chunks.push(chunk);
      received += chunk.length;
      options.onProgress?.(received, total);
    }
    if (total !== null && received !== total) throw new Error(`ended after ${received} of ${total} bytes`);
    return Buffer.concat(chunks);
  } catch (error) {
    throw patience.signal.aborted ? (patience.signal.reason as Error) : plainReason(error);
  } finally {
    clearTimeout(timer);
  }
}

function wait(patience: AbortController, seconds: number, what: string): NodeJS.Timeout {
  return setTimeout(() => patience.abort(new Error(`${what} within ${seconds} s`)), seconds * 1000);
}

/** The cause behind fetch's "fetch failed". */
function plainReason(error: unknown): Error {
  if (!(error instanceof Error) || error.name === "AbortError" || !(error.cause instanceof Error))
    return error as Error;
  const { cause } = error;
  const code = "code" in cause ? String(cause.code) : "";
  const known: { readonly [code: string]: string } = {
    ENOTFOUND: "the host name is not known; is there a network?",
    EAI_AGAIN: "the host name could not be looked up; is there a network?",
    ECONNREFUSED: "the connection was refused",
    ENETUNREACH: "the network cannot be reached",
  };
  return new Error(known[code] ?? (cause.message || code));
}
