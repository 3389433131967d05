/**
 * Where sentences about a store that another program holds go: to the terminal, or to the display while there is one.
 */
import type { Patience } from "../records/patience.ts";
import type { Call } from "./command.ts";

/** A listener that is given to a store, and what hears it now. */
export interface StoreNotice {
  readonly onWait: NonNullable<Patience["onWait"]>;
  /** Hands sentences to another listener until the returned function is called. */
  handTo(listener: (sentence: string) => void): () => void;
}

/** Says sentences on the terminal, unless the call speaks JSON. */
export function storeNotice({ terminal, options }: Call): StoreNotice {
  const say = (sentence: string): void => {
    if (options.json !== true) terminal.err.write(`${sentence}\n`);
  };
  let listener = say;
  return {
    onWait: (sentence) => listener(sentence),
    handTo: (other) => {
      listener = other;
      return () => {
        listener = say;
      };
    },
  };
}
