import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import type { ListedCall } from "../../packages/recognition/listing.ts";
import { joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { OF_LISTS } from "./shared/levels.ts";
import { listingOf } from "./shared/listing.ts";

/** A line was copied and its path forgotten, or it should be an alias. */
export const listedTwice: Rule = {
  name: "listed-twice",
  family: "listed",
  codes: [],
  summary: "a list calls one path under two names, without arguments",
  level: OF_LISTS,
  checks: {
    file(file, context) {
      if (file.package !== null) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const first = new Map<string, ListedCall>();
      for (const call of listingOf(context).calls) {
        if (call.by !== file.path || !call.plain) continue;
        // Another set may have another `callPackage`.
        const key = JSON.stringify([setOf(call.attribute), call.target]);
        const other = first.get(key);
        if (other === undefined) first.set(key, call);
        else if (other.attribute !== call.attribute) {
          const beside = besides(call, context);
          context.report({
            path: file.path,
            attribute: call.attribute,
            at: { source: syntax.source, span: call.literal },
            message: `${quoted(call.attribute)} calls ${quoted(call.literal.text)}, which ${quoted(other.attribute)} calls already, both with \`{ }\`: they are the same package${beside === null ? "" : `, and ${quoted(beside)} is another`}.`,
            help:
              beside === null
                ? `If ${quoted(call.attribute)} is another package, call its own path. If it is another name for the same one, write that in a \`rec\` set or with \`let\`: ${quoted(`${lastOf(call.attribute)} = ${lastOf(other.attribute)};`)}`
                : `Call ${quoted(beside)}.`,
            about: `${other.attribute} ${call.attribute}`,
            warning: beside === null,
          });
        }
      }
    },
  },
};

/** The path beside the called one that has the attribute's own name; null where there is none. */
function besides({ attribute, target }: ListedCall, { repository: { files } }: RuleContext): string | null {
  const name = `${lastOf(attribute)}${target.endsWith(".nix") ? ".nix" : ""}`;
  const path = joinPath(parentPath(target), name);
  return path !== target && files.entry(path) !== null ? path : null;
}

function setOf(attribute: string): string {
  return attribute.slice(0, Math.max(0, attribute.lastIndexOf(".")));
}

function lastOf(attribute: string): string {
  return attribute.slice(attribute.lastIndexOf(".") + 1);
}
