# Waits for the end of its input, which the system closes when its parent is no more; then ends the PostgreSQL servers whose clusters lie in
# the folder that it is given, and removes the folder.
read -r _
for file in "$1"/*/postmaster.pid; do
  [ -f "$file" ] && pid=$(head -n 1 "$file") && kill -QUIT "$pid" && pids="$pids $pid"
done
for pid in $pids; do
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
done
rm -rf "$1"
