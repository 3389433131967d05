/** A value that changes many times a second, taken when it has come to rest. */
import { useEffect, useState } from "preact/hooks";

/** `value` as it was when it last stayed the same for so many milliseconds; the first one at once. */
export function useSettled<T>(value: T, restMs: number): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => settle(() => value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
