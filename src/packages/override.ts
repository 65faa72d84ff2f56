import type { CallPackage, CallTarget } from "./call-package.ts";
import type { Definition } from "./definitions.ts";
import { packageFile, placeIn, type Root } from "./layout.ts";

/** The `callPackage` that a definition calls. */
export type Call = Extract<CallPackage, { kind: "call" }>;

/** What an override, a definition of an attribute that has a package directory, is. */
export type Override =
  /** Anything but a call of `callPackage`. */
  | { readonly kind: "not-call-package" }
  | { readonly kind: "other-scope"; readonly call: Call }
  | { readonly kind: "no-path"; readonly call: Call }
  | {
      readonly kind: "wrong-path";
      readonly call: Call;
      readonly target: Extract<CallTarget, { kind: "path" }>;
    }
  /** The definition that is made automatically, written out. */
  | { readonly kind: "empty"; readonly call: Call }
  /** The package with custom arguments: what an override should be. */
  | { readonly kind: "custom"; readonly call: Call }
  | { readonly kind: "unknown"; readonly why: string };

/** Reads a definition of an attribute that has a package directory. */
export function readOverride(definition: Definition, root: Root): Override {
  const { call } = definition;
  if (call.kind === "none") return { kind: "not-call-package" };
  if (call.scope === "other") return { kind: "other-scope", call };
  if (call.scope === "unknown") return { kind: "unknown", why: `whose \`${call.callee}\` it is` };
  const { target } = call;
  if (target.kind === "not-path") return { kind: "no-path", call };
  if (target.kind === "unknown") return { kind: "unknown", why: "where its path leads" };
  if (target.path !== packageFile(root, definition.attribute)) return { kind: "wrong-path", call, target };
  return call.empty ? { kind: "empty", call } : { kind: "custom", call };
}

/** Where in a by-name root the target of a call lies; null where that is outside of all of them. */
export function targetPlace(target: CallTarget, roots: readonly Root[]) {
  if (target.kind !== "path" || target.path === null) return null;
  for (const root of roots) {
    const place = placeIn(root, target.path);
    if (place !== null) return { root, place };
  }
  return null;
}
