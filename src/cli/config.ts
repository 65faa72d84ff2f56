import { readFileSync } from "node:fs";
import type { Layout } from "../checker/finding.ts";
import { CONFIGURATION_FILE } from "../config/configuration.ts";
import { loadConfiguration } from "../config/load.ts";
import { displayName } from "../nix/shown.ts";
import { decodeText } from "../nix/text.ts";
import { effectiveSettings, type Setting } from "../review/configuration/effective-configuration.ts";
import { visible } from "../review/text/escape.ts";
import { layoutsText } from "../review/text/layout-words.ts";
import { RULES } from "../rules/index.ts";
import { RULE_NAMING } from "../rules/naming.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import { reasonOf } from "../snapshot/system-error.ts";
import { Failure } from "./failure.ts";
import type { Output } from "./output.ts";
import { openTarget } from "./sources.ts";
import { packageVersion } from "./version.ts";

export type ConfigOptions = {
  readonly head: string | undefined;
  /** A file to read instead of the repository's own. */
  readonly config: string | undefined;
  readonly json: boolean;
  /** Whether rules that nothing sets otherwise have their lines too. */
  readonly all: boolean;
};

/**
 * `by-name-bot config`: says whether the configuration is valid, and what it comes to. Returns the exit status: 0 if
 * it is, 1 if not. Throws a Failure or SourceError where it cannot be looked at.
 */
export async function config(
  directory: string | undefined,
  options: ConfigOptions,
  { out }: Output,
): Promise<0 | 1> {
  const target = await openTarget(directory, { head: options.head });
  try {
    const tree = loadedSnapshot(target.head);
    const given =
      options.config === undefined ? undefined : { path: options.config, text: textAt(options.config) };
    const loaded = await computeLoading([tree], () => loadConfiguration(tree, RULE_NAMING, given));
    const tool = { name: "by-name-bot", version: packageVersion() };
    if (loaded.kind === "invalid") {
      const problems = loaded.problems.map(({ position, message }) => ({ ...position, message }));
      const document = { version: 1, tool, path: loaded.path, valid: false, problems };
      out(options.json ? asJson(document) : problemsText(loaded.path, problems));
      return 1;
    }
    const own = given ?? (await ownText(tree));
    const path = own?.path ?? null;
    const settings = effectiveSettings(loaded.configuration, own?.text ?? "", RULES, RULE_NAMING);
    const document = { version: 1, tool, path, valid: true, settings };
    out(options.json ? asJson(document) : settingsText(path, settings, options.all));
    return 0;
  } finally {
    await target.close();
  }
}

function textAt(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(`the configuration ${displayName(path)} cannot be read: ${reasonOf(error)}`);
  }
}

/** The configuration of a tree; null where it has none. */
function ownText(tree: LoadedSnapshot): Promise<{ readonly path: string; readonly text: string } | null> {
  return computeLoading([tree], () => {
    const content = tree.read(CONFIGURATION_FILE);
    if (typeof content === "string" || content.kind !== "bytes") return null;
    return { path: CONFIGURATION_FILE, text: decodeText(content.bytes).text };
  });
}

function asJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

type Problem = { readonly line: number; readonly column: number; readonly message: string };

function problemsText(path: string, problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ line, column, message }) => `${displayName(path)}:${line}:${column}: ${visible(message)}`,
  );
  return `${lines.join("\n")}\n\n${displayName(path)} is not valid: the App reviews and merges nothing until it is\n`;
}

function settingsText(path: string | null, settings: readonly Setting[], all: boolean): string {
  const isPlain = ({ key, value, from }: Setting) =>
    key.startsWith("rules.") && from === "default" && value === "error";
  const shown = settings.filter((one) => all || !isPlain(one));
  const left = settings.length - shown.length;
  const rows = shown.map((one) => [one.key, valueText(one.value), originText(one, path)] as const);
  const widths = [0, 1].map((column) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => row[column]?.length ?? 0))),
  );
  const lines = rows.map(([key, value, origin]) =>
    `${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}`.trimEnd(),
  );
  const head = path === null ? `There is no ${CONFIGURATION_FILE}` : `${displayName(path)} is valid`;
  const more = left === 0 ? [] : [`And ${left} rules with the level error, as everywhere; --all prints them`];
  return [head, "", ...lines, ...(more.length > 0 ? ["", ...more] : []), ""].join("\n");
}

/** Columns are no wider. */
const WIDEST = 48;

function valueText(value: unknown): string {
  if (value === null) return "not set";
  if (isLayout(value)) return visible(layoutsText([value]).replaceAll("`", ""));
  return visible(typeof value === "string" ? value : JSON.stringify(value));
}

function isLayout(value: unknown): value is Layout {
  return typeof value === "object" && value !== null && "layout" in value;
}

function originText({ from, position }: Setting, path: string | null): string {
  return position === null ? from : `${displayName(path ?? "")}:${position.line}`;
}
