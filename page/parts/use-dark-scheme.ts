/** Whether the reader has the page dark. */
import { useEffect, useState } from "preact/hooks";

/** Kept up when it changes: what is drawn by script is drawn again. */
export function useDarkScheme(): boolean {
  const [scheme] = useState(() => matchMedia("(prefers-color-scheme: dark)"));
  const [isDark, setDark] = useState(scheme.matches);
  useEffect(() => {
    const changed = (): void => setDark(scheme.matches);
    scheme.addEventListener("change", changed);
    return () => scheme.removeEventListener("change", changed);
  }, [scheme]);
  return isDark;
}
