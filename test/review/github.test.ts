import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reportAsWorkflowCommands } from "../../src/review/formats/github.ts";
import { finding, range, report } from "./builders.ts";

const quiet = { existing: false };

describe("workflow commands", () => {
  test("name place, rule and message", () => {
    expect(
      reportAsWorkflowCommands(report([finding({ range: range(12, 9, 12, 18) })]), quiet),
    ).toMatchInlineSnapshot(`
      "::error file=pkgs/by-name/he/hello/package.nix,line=12,endLine=12,col=9,endColumn=18,title=path-outside-package (NPV-123)::the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`%0A%0ATake what it stands for as an argument.
      "
    `);
  });

  test("leave out columns that the runner would refuse, and the line of what has none", () => {
    const findings = [finding({ range: range(2, 1, 4, 2), help: "" }), finding({ code: null, help: "" })];
    expect(reportAsWorkflowCommands(report(findings), quiet)).toMatchInlineSnapshot(`
      "::error file=pkgs/by-name/he/hello/package.nix,line=2,endLine=4,title=path-outside-package (NPV-123)::the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`
      ::error file=pkgs/by-name/he/hello/package.nix,title=path-outside-package::the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`
      "
    `);
  });

  test("bring errors before warnings, and what was there before only when asked, as notices", () => {
    const findings = [
      finding({ status: "existing" }),
      finding({ level: "warning" }),
      finding({ level: "error" }),
    ];
    const commands = (existing: boolean) =>
      reportAsWorkflowCommands(report(findings), { existing }).match(/^::\w+/gm);
    expect(commands(false)).toEqual(["::error", "::warning"]);
    expect(commands(true)).toEqual(["::error", "::warning", "::notice"]);
  });

  test("escape what would end a property or a command", () => {
    const path = "a,b:c%/::error::x.nix";
    expect(
      reportAsWorkflowCommands(report([finding({ path, message: "50% of\r\n::x::", help: "" })]), quiet),
    ).toMatchInlineSnapshot(`
        "::error file=a%2Cb%3Ac%25/%3A%3Aerror%3A%3Ax.nix,title=path-outside-package (NPV-123)::50%25 of\\r\\n::x::
        "
      `);
  });

  test("show a path with control characters in the message, where it is harmless", () => {
    expect(
      reportAsWorkflowCommands(report([finding({ path: "a\n\u001b[2J", help: "" })]), quiet),
    ).toMatchInlineSnapshot(`
        "::error title=path-outside-package (NPV-123)::a\\n\\x1b[2J: the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`
        "
      `);
  });

  test("are one line each, with three pairs of colons at most before the message, whatever the text", () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(..."\r\n:%,=\u001b@"), fc.string({ maxLength: 1 })),
    });
    fc.assert(
      fc.property(text, text, text, (path, message, help) => {
        const commands = reportAsWorkflowCommands(report([finding({ path, message, help })]), quiet);
        expect(commands).toMatch(/^::error (?:file=[^:\r\n,]*,)?title=[^:\r\n,]*::[^\r\n\p{Cc}]*\n$/u);
      }),
    );
  });
});
