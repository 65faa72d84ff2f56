import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFile } from "../../packages/layout.ts";
import { calledOutside, moveIntoByName, reportUnknownCalls } from "./shared/outside-by-name.ts";

/** NPV-160; once NPV-161 where it had custom arguments. */
export const movedOutOfByName: Rule = {
  name: "moved-out-of-by-name",
  family: "elsewhere",
  codes: ["NPV-160"],
  formerCodes: ["NPV-161"],
  summary: "a package is moved out of the by-name root",
  level: "error",
  comparesOnly: true,
  checks: {
    attribute(subject, context) {
      const { base } = context;
      const { root, attribute } = subject;
      if (base === null || subject.hasPackage || !base.hasPackage(root, attribute)) return;
      reportUnknownCalls(subject, context);
      for (const definition of calledOutside(subject, context)) {
        const { call } = definition;
        const file = quoted(packageFile(root, attribute));
        context.report({
          path: definition.path,
          attribute,
          at: { source: definition.file.source, span: call.definition },
          message: `${quoted(attribute)} was defined by ${file}, and is moved out of ${quoted(root.path)} here.`,
          help: call.empty
            ? `Move it back to ${file} and delete this definition.`
            : `Move it back to ${file}; this definition may stay, with the custom arguments, calling that file.`,
          fix: moveIntoByName(definition, subject, base, context),
          about: "",
        });
      }
    },
  },
};
