/**
 * Messages between those who report and the one who waits for them.
 */

/** Messages in the order they were put. */
export interface Inbox<T> {
  put(message: T): void;
  /** The next message, once there is one. */
  take(): Promise<T>;
}

/** An empty inbox, for any number of senders and one taker. */
export function createInbox<T>(): Inbox<T> {
  const messages: T[] = [];
  let wake: (() => void) | null = null;
  return {
    put: (message) => {
      messages.push(message);
      wake?.();
    },
    take: async () => {
      while (messages.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return messages.shift()!;
    },
  };
}
