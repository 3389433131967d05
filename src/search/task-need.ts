/** A task as an evaluation needs it, in one line: its name and the checksum of its data. Those whose data the laboratory makes are everywhere. */
import type { ProxyUse } from "../records/search-records.ts";
import { proxyNamed } from "../tasks/proxies/index.ts";

/** A line for each task that reads data files. */
export function taskNeeds(tasks: readonly ProxyUse[]): readonly string[] {
  const reading = tasks.filter(({ task }) => proxyNamed(task).dataset !== null);
  return reading.map(({ task, fingerprint }) => `task ${task} ${fingerprint}`);
}

/** What a line says; null for other lines. */
export function readTaskNeed(line: string): { readonly name: string; readonly fingerprint: string } | null {
  const [, name, fingerprint] = /^task (\S+) ([0-9a-f]{64})$/.exec(line) ?? [];
  return name === undefined || fingerprint === undefined ? null : { name, fingerprint };
}
