/** What docstrings of exported code say of parameters. */

/** What the second paragraph of a docstring says of each parameter, `lr: step size`, in lines that may be broken. */
export function aboutsOf(text: string): ReadonlyMap<string, string> {
  const abouts = new Map<string, string>();
  let current: string | null = null;
  const [, paragraph = ""] = text.split(/\n[ \t]*\n/);
  for (const line of paragraph.split("\n").map((each) => each.trim())) {
    const [, name, about] = /^([A-Za-z_]\w*): (.*)$/.exec(line) ?? [];
    if (name !== undefined && !abouts.has(name)) {
      current = name;
      abouts.set(name, about!);
    } else if (current !== null && line !== "") abouts.set(current, `${abouts.get(current)!} ${line}`);
  }
  return abouts;
}
