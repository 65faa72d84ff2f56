import type { Finding, Report } from "../../checker/finding.ts";
import { offsetAt, type Position, type Range, type SourceText } from "../../nix/text.ts";
import { shorten, visible } from "../text/escape.ts";
import { plainProse } from "../text/prose.ts";
import { bytesBefore } from "../text/utf8.ts";

/** A name in a message may be as long as its author liked; a comment shows no more than this. */
const longestText = 4000;

export type RdjsonOptions = {
  readonly url: string;
  readonly ruleUrl: (rule: string) => string;
};

/**
 * A report in the format of reviewdog (rdjson), which comments on pull and merge requests of many forges. Columns there
 * count bytes; where the text of a file is not at hand, there are none.
 *
 * Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function reportAsRdjson(
  { findings }: Report,
  source: (path: string) => SourceText | null,
  { url, ruleUrl }: RdjsonOptions,
): string {
  const places = new Map<string, Places>();
  const placesIn = (path: string): Places => {
    const known = places.get(path) ?? placesOf(source(path));
    places.set(path, known);
    return known;
  };
  const diagnostics = findings.map((finding) => {
    const { rule, code, path, range } = finding;
    const { rangeIn, exact } = placesIn(path);
    const edit = exact ? onlyEdit(finding) : null;
    return {
      message: messageOf(finding),
      location: { path: visible(path), ...(range === null ? {} : { range: rangeIn(range) }) },
      severity: severityOf(finding),
      code: { value: code === null ? rule : `${rule} (${code})`, url: ruleUrl(rule) },
      ...(edit === null ? {} : { suggestions: [{ range: rangeIn(edit.range), text: edit.text }] }),
    };
  });
  const document = { source: { name: "by-name-bot", url }, diagnostics };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function messageOf({ message, help }: Finding): string {
  const lines = [message, ...help.split("\n")].filter((line) => line !== "");
  return lines.map((line) => plainProse(visible(shorten(line, longestText)))).join("\n");
}

function severityOf({ status, level }: Finding): "ERROR" | "WARNING" | "INFO" {
  if (status === "existing" || level === "advice") return "INFO";
  return level === "error" ? "ERROR" : "WARNING";
}

/** A fix is made as a whole or not at all, and suggestions are taken one by one: so only a fix of one edit is one. */
function onlyEdit({ fix, path }: Finding) {
  const [step, ...more] = fix?.steps ?? [];
  return step?.kind === "edit" && step.path === path && more.length === 0 ? step : null;
}

/** How places of a file are told; `exact` where they are to the byte. */
type Places = { readonly exact: boolean; readonly rangeIn: (range: Range) => object };

function placesOf(source: SourceText | null): Places {
  if (source === null) return { exact: false, rangeIn: rangeBy(({ line }) => ({ line })) };
  const bytes = bytesBefore(source.text);
  const position = (at: Position) => {
    const begin = offsetAt(source, { line: at.line, column: 1 });
    return { line: at.line, column: bytes(offsetAt(source, at)) - bytes(begin) + 1 };
  };
  return { exact: source.exact, rangeIn: rangeBy(position) };
}

function rangeBy(position: (at: Position) => object): (range: Range) => object {
  return ({ start, end }) => ({ start: position(start), end: position(end) });
}
