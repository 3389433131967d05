/** Looking into a store for a moment. */
import { LabError } from "../../core/errors.ts";

/** A store to open; `absent`: the code of the error where nothing of its kind was ever kept there, and what is seen then. */
export interface Look<Store, Seen> {
  readonly open: () => Promise<Store>;
  readonly see: (store: Store) => Promise<Seen>;
  readonly absent?: readonly [code: string, seen: Seen];
}

/** Opens a store, looks and closes it. Errors: those of the store but for `absent`. */
export async function lookInto<Store extends { close(): Promise<void> }, Seen>({
  open,
  see,
  absent,
}: Look<Store, Seen>): Promise<Seen> {
  let store: Store;
  try {
    store = await open();
  } catch (error) {
    if (absent !== undefined && error instanceof LabError && error.code === absent[0]) return absent[1];
    throw error;
  }
  try {
    return await see(store);
  } finally {
    await store.close();
  }
}
