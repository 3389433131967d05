/**
 * A heap of C that keeps what it was given, for processes that train.
 *
 * The runtime's own arena keeps blocks of its own beside the arrays of JavaScript, and neither uses what the other has freed. Where the
 * heap keeps its memory, both take from it: a training needs less, and no step touches new pages. glibc reads how it is to behave when a
 * process starts, so a parent says it for its children.
 */

/** Variables of the environment; sizes in bytes. */
type Variables = { readonly [name: string]: string | undefined };

/** More than any block that a step asks for: none is mapped by itself and given back. */
const size = String(2 ** 30);
const settings: Variables = { MALLOC_MMAP_THRESHOLD_: size, MALLOC_TRIM_THRESHOLD_: size };

/** First version of glibc that takes so large a threshold; older ones would map every block from 128 KiB. */
const takesIt = [2, 35] as const;

/**
 * What to add to the environment of a child that trains: nothing where the C library would not read it, or where the user has settings of
 * their own.
 */
export function keptHeapSettings(env: Variables = process.env, glibc: string | null = glibcVersion()): Variables {
  const own = env.GLIBC_TUNABLES !== undefined || Object.keys(settings).some((name) => env[name] !== undefined);
  return own || glibc === null || !isRecent(glibc) ? {} : settings;
}

/** Whether this process was started with such a heap. */
export function heapIsKept(env: Variables = process.env): boolean {
  return Object.entries(settings).every(([name, value]) => env[name] === value);
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > takesIt[0] || (major === takesIt[0] && minor >= takesIt[1]);
}

let known: string | null | undefined;

/** Version of the C library that this process runs on; null where it is another one. */
function glibcVersion(): string | null {
  if (known === undefined) known = process.platform === "linux" ? reportedVersion() : null;
  return known;
}

function reportedVersion(): string | null {
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const before = report.excludeNetwork ?? false;
  report.excludeNetwork = true; // names of open connections are looked up otherwise
  const { header } = report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  report.excludeNetwork = before;
  return header.glibcVersionRuntime ?? null;
}
