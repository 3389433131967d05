/**
 * The keys of discovery files as a table for the documentation, computed from the published schema.
 */

/** The parts of JSON Schema that the table needs. */
interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: { readonly [key: string]: SchemaNode };
  readonly anyOf?: readonly SchemaNode[];
}

/** Markdown rows `| key | default | sentence |` of every key, those of mappings by their path; `schema`: text of the schema. */
export function configTable(schema: string): string {
  const root = JSON.parse(schema) as SchemaNode;
  const rows = Object.entries(root.properties ?? {}).flatMap(([key, node]) => rowsOf(key, node));
  return ["| key | default | what it says |", "| --- | --- | --- |", ...rows].join("\n");
}

function rowsOf(path: string, node: SchemaNode): readonly string[] {
  const inner = node.properties ?? node.anyOf?.find(({ properties }) => properties !== undefined)?.properties;
  const { default: value = isNullable(node) ? null : undefined } = node;
  const about = (node.description ?? "").replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const row = `| \`${path}\` | ${defaultText(value)} | ${about} |`;
  // A value that is a mapping only sometimes (a name or an entry) is told by its sentence.
  const isMapping = inner !== undefined && (value === null || isPlainMapping(value));
  return [row, ...Object.entries(isMapping ? inner : {}).flatMap(([key, child]) => rowsOf(`${path}.${key}`, child))];
}

function isNullable({ anyOf }: SchemaNode): boolean {
  return anyOf?.some(({ type }) => type === "null") === true;
}

function isPlainMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function defaultText(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `\`[${value.join(", ")}]\``;
  if (!isPlainMapping(value)) return `\`${String(value)}\``;
  const members = Object.entries(value).map(([key, one]) => `${key}: ${one}`);
  return members.length === 0 ? "" : `\`{ ${members.join(", ")} }\``;
}
