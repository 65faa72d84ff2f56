import { describe, expect, test } from "vitest";
import { resolveConfiguration } from "../../src/config/configuration.ts";
import { settingChanges } from "../../src/review/conversation/configuration-preview.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { valid } from "../config/builders.ts";

const configured = (...lines: string[]) => resolveConfiguration(valid(...lines), "nixpkgs", RULE_NAMING);
const OFF = "levels: [{ paths: [pkgs/a], rules: { path-home: off } }]";

describe("the levels for some paths", () => {
  test("are settings, entry by entry", () => {
    expect(settingChanges(configured(), configured(OFF))).toEqual([
      { setting: "levels[0]", before: null, after: '{"paths":["pkgs/a"],"rules":{"path-home":"off"}}' },
    ]);
    expect(settingChanges(configured(OFF), configured(OFF))).toEqual([]);
  });

  test("are others for other paths", () => {
    const changes = settingChanges(configured(OFF), configured(OFF.replace("pkgs/a", "pkgs")));
    expect(changes.map(({ setting }) => setting)).toEqual(["levels[0]"]);
  });

  test("of a family are shown as those of its rules", () => {
    const changes = settingChanges(configured(), configured("rules: { references: off }"));
    expect(changes.map(({ setting }) => setting)).toContain("rules.path-home");
  });
});
