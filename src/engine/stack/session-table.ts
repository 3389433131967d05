/** Sessions that change with the trials that are left. */
import type { Device } from "../../onnx/device.ts";
import { openSession, type Session } from "../../onnx/session.ts";

/** Sessions by what they are for, one open at a time for each purpose: of the trials that ran last. */
export interface SessionTable {
  open(purpose: string, wanted: WantedSession): Promise<Session>;
  close(): Promise<void>;
}

/** A session that is asked for. */
export interface WantedSession {
  readonly device: Device;
  /** Which trials it is of. */
  readonly of: string;
  lower(): Uint8Array;
}

/** An empty table. `threads` of the processor for each session. */
export function createSessionTable(threads: number): SessionTable {
  const table = new Map<string, { readonly of: string; readonly session: Session }>();
  return {
    async open(purpose, { device, of, lower }) {
      const known = table.get(purpose);
      if (known?.of === of) return known.session;
      table.delete(purpose);
      await known?.session.close();
      const session = await openSession(lower(), { device, threads });
      table.set(purpose, { of, session });
      return session;
    },
    async close() {
      const open = [...table.values()];
      table.clear();
      for (const { session } of open) await session.close();
    },
  };
}
