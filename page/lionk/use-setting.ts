/** The state of the explorer, kept in the address: a link shows it again, and an address that changes is taken up. */
import { useEffect, useRef, useState } from "preact/hooks";
import { keepState } from "../location.ts";
import type { Setting } from "./setting.ts";
import { queryOf, settingOf } from "./setting-query.ts";

/** A browser takes no address more often than this, in milliseconds. */
const settledMs = 250;

/** The setting, what of the address could not be taken up, and a way to change it. */
export function useSetting(query: string): {
  readonly setting: Setting;
  readonly refused: readonly string[];
  readonly change: (setting: Setting) => void;
  /** How many addresses were taken up. */
  readonly taken: number;
} {
  const [read, setRead] = useState(() => settingOf(query));
  const [taken, setTaken] = useState(0);
  const known = useRef(query);
  useEffect(() => {
    if (query === known.current) return;
    known.current = query;
    setRead(settingOf(query));
    setTaken((before) => before + 1);
  }, [query]);
  useEffect(() => {
    const written = queryOf(read.setting);
    if (written === known.current || read.refused.length > 0) return;
    const timer = setTimeout(() => {
      known.current = written;
      keepState(written);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [read]);
  return { ...read, taken, change: (setting) => setRead({ setting, refused: [] }) };
}
