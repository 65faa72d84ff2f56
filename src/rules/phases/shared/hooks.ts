import type { StringLiteral } from "../../../nix/ast.ts";
import { HOLE, stringText } from "../../../packages/derivation/string-text.ts";

/** What of a phase has to be run by whoever writes the phase: `preInstall` and `postInstall` of `installPhase`. */
export type PhaseHooks = { readonly phase: string; readonly pre: string; readonly post: string };

/** The phases whose default runs hooks, and which packages write out. */
export const PHASES_WITH_HOOKS: readonly PhaseHooks[] = [
  ...["configure", "build", "check", "install", "installCheck"],
].map((name) => {
  const upper = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return { phase: `${name}Phase`, pre: `pre${upper}`, post: `post${upper}` };
});

/** A function of nixpkgs that runs a whole phase, hooks and all, or a script that may do anything. */
const RUNS_MORE =
  /\b(?:[a-z]\w*(?:Phase|Hook|InstallPhase)|runPhase|genericBuild|source|eval)\b|(?:^|[\n;&|])[ \t]*\.\s/;

/** An interpolation at the start of a command, which may be any script, unless it begins a path: `${x}/bin/y`. */
const COMMAND_HOLE = new RegExp(`(?:^|[\\n;&|({\`])[ \\t]*["']?${HOLE}(?!["']?/)`);

/**
 * Which hooks a phase that is a literal surely does not run. Where it may run any of them by what it calls, or by an
 * interpolation that is a command, none. `written` is the literal as it stands in the file, what it interpolates and
 * all: a hook that is named anywhere in it may be run.
 */
export function missingHooks(string: StringLiteral, written: string, hooks: PhaseHooks): string[] {
  const { text } = stringText(string);
  if (isNothing(text) || COMMAND_HOLE.test(text) || RUNS_MORE.test(withoutHookCalls(text))) return [];
  return [hooks.pre, hooks.post].filter((hook) => !new RegExp(`\\b${hook}\\b`).test(written));
}

/** Whether a script may be any script, by an interpolation that is a command. */
export function runsAnyScript(text: string): boolean {
  return COMMAND_HOLE.test(text) || /\bgenericBuild\b/.test(text);
}

/** Whether a script does nothing: of that, `dont…` says more. */
export function isNothing(text: string): boolean {
  return /^(?:\s|:|\btrue\b|;|#[^\n]*(?:\n|$))*$/.test(text);
}

function withoutHookCalls(text: string): string {
  return text.replace(/\brunHook\b/g, "");
}
