/** What ends servers and removes their folder when the process that made them is no more, however it ended. */

/** Arguments of `sh`: waits for the end of its input, which the system closes then; ends the servers whose clusters lie in the folder, and removes it. */
export function goneAtTheEnd(folder: string): readonly string[] {
  return ["-c", script, "sh", folder];
}

const script = `
read -r _
for file in "$1"/*/postmaster.pid; do
  [ -f "$file" ] && pid=$(head -n 1 "$file") && kill -QUIT "$pid" && pids="$pids $pid"
done
for pid in $pids; do
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
done
rm -rf "$1"
`;
