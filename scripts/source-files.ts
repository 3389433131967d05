/**
 * Reads the project's TypeScript for the checks: which files there are, what each imports and what each exports.
 *
 * Uses the compiler's own parser, so that comments and strings never count as code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import ts from "typescript";

/** One import or re-export. `target` is a path relative to the root for our own files, else the package's name. */
export interface ImportFact {
  readonly target: string;
  /** The names imported, as the other file exports them; none for a whole module. */
  readonly names: readonly string[];
  readonly ours: boolean;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** One exported declaration; `documented`: a docstring stands directly before it. */
export interface ExportFact {
  readonly name: string;
  /** What it is, on one line: `UnaryOp = defineUnary(`, `readonly Op[] = [`, `(view: View) => Section`; for types "". */
  readonly shape: string;
  readonly documented: boolean;
  readonly line: number;
}

/** One source file. `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly hasHeader: boolean;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** `object.member` of every property access, for rules on what may be called where. */
  readonly accesses: readonly { readonly text: string; readonly line: number }[];
}

/** A finding of a check: where and what, in one sentence. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly sentence: string;
}

/** All `.ts` files below `folder` of `root`, sorted, parsed. */
export function readSources(root: string, folder: string): SourceFile[] {
  return listFiles(join(root, folder))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => relative(root, path).split(sep).join("/"))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")));
}

/** Facts of one file given as text. */
export function parseSource(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const accesses: { text: string; line: number }[] = [];

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null)
      imports.push({
        ...resolve(path, specifier),
        names: importedNames(node),
        typeOnly: isTypeOnly(node),
        line: lineOf(node),
      });
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      accesses.push({ text: `${node.expression.text}.${node.name.text}`, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const statement of tree.statements) {
    for (const { name, shape } of exported(statement, tree)) {
      exports.push({
        name,
        shape,
        documented: ts.getJSDocCommentsAndTags(statement).length > 0,
        line: lineOf(statement),
      });
    }
  }
  return { path, text, hasHeader: /^(#!.*\n)?\/\*\*/.test(text), imports, exports: mergeOverloads(exports), accesses };
}

/** True for unit tests and suites, which may import any layer. */
export function isTest(path: string): boolean {
  return /\.(test|conformance)\.ts$/.test(path);
}

/** `text-form.ts` → `textForm`; the name that a file's main export has. */
export function mainExportName(path: string): string {
  const stem = posix.basename(path, ".ts");
  return stem.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function specifierOf(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : null;
  }
  return null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function resolve(path: string, specifier: string): { target: string; ours: boolean } {
  if (!specifier.startsWith(".")) return { target: specifier, ours: false };
  return { target: posix.normalize(posix.join(dirname(path), specifier)), ours: true };
}

function importedNames(node: ts.Node): string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function exported(statement: ts.Statement, tree: ts.SourceFile): { name: string; shape: string }[] {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  const text = (node: ts.Node | undefined): string => (node?.getText(tree) ?? "").split("\n")[0]!.trim();
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name, type, initializer }) =>
      ts.isIdentifier(name) ? [{ name: name.text, shape: `${text(type)} = ${text(initializer)}`.trimStart() }] : [],
    );
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  if (name === undefined || !ts.isIdentifier(name)) return [];
  if (!ts.isFunctionDeclaration(statement)) return [{ name: name.text, shape: "" }];
  return [{ name: name.text, shape: `(${statement.parameters.map(text).join(", ")}) => ${text(statement.type)}` }];
}

/** Overloads of one function count as one export, documented when any of them is. */
function mergeOverloads(exports: readonly ExportFact[]): ExportFact[] {
  const byName = new Map<string, ExportFact>();
  for (const fact of exports) {
    const before = byName.get(fact.name);
    byName.set(
      fact.name,
      before === undefined ? fact : { ...before, documented: before.documented || fact.documented },
    );
  }
  return [...byName.values()];
}
