import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reportAsJson, reportDocument } from "../../src/review/formats/json.ts";
import { edit, finding, mode, move, range, report } from "./builders.ts";

const schema = JSON.parse(readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ strict: true }).compile(schema);

const full = report(
  [
    finding({
      range: range(2, 3, 2, 12),
      fix: {
        title: "Move it",
        steps: [edit("a.nix", range(1, 1, 1, 2), "b"), move("a", "b"), mode("c.nix", false)],
      },
    }),
    finding({ status: "existing", level: "warning", code: null, attribute: null }),
  ],
  { unknown: [{ rule: null, path: "a", attribute: null, message: "`a` cannot be read" }] },
);

describe("the JSON report", () => {
  test("is what the schema says", () => {
    expect(validate(JSON.parse(reportAsJson(full, { version: "1.2.3" }))), String(validate.errors)).toBe(
      true,
    );
    expect(validate(JSON.parse(reportAsJson(report(), { version: "1.2.3" })))).toBe(true);
  });

  test("has every field of a finding, and nothing else that may stand in it", () => {
    const stray = { ...finding({ range: range(2, 3, 2, 12) }), stray: 1 };
    const [shown] = reportDocument(report([stray]), { version: "1" }).findings;
    expect(shown).toEqual(finding({ range: range(2, 3, 2, 12), count: 1 }));
    expect(shown).not.toHaveProperty("stray");
  });

  test("the schema allows further fields, and refuses what is wrong", () => {
    const document = JSON.parse(reportAsJson(full, { version: "1.2.3" }));
    expect(validate({ ...document, later: true })).toBe(true);
    expect(validate({ ...document, version: 2 })).toBe(false);
    expect(validate({ ...document, findings: [{ ...document.findings[0], level: "off" }] })).toBe(false);
  });

  test("gives back names with bytes that are not UTF-8", () => {
    const path = "pkgs/\udcff\udc80\n\u2028/x.nix";
    const json = reportAsJson(report([finding({ path })]), { version: "1" });
    expect(json.isWellFormed()).toBe(true);
    expect(JSON.parse(json).findings[0].path).toBe(path);
  });

  test("gives back any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (message) => {
        const json = reportAsJson(report([finding({ message })]), { version: "1" });
        return JSON.parse(json).findings[0].message === message;
      }),
    );
  });
});
