import { expect, it } from "vitest";
import { readText } from "./pages.ts";

it("shows a scenario that is run as a test, letter for letter", () => {
  const scenario = readText("test/app/kit.test.ts");
  expect(readText("docs/architecture.md")).toContain(`\`\`\`ts\n${scenario}\`\`\``);
});
