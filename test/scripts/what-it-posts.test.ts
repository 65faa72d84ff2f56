import { expect, test, vi } from "vitest";
import { whatItPosts } from "../../scripts/what-it-posts.ts";
import { readText } from "../docs/pages.ts";

vi.setConfig({ testTimeout: 240_000 });

test("The documentation shows what the bot posts (if not: node scripts/what-it-posts.ts)", async () => {
  expect(readText("docs/what-it-posts.md")).toBe(await whatItPosts());
});
