import { onTestFinished } from "vitest";
import type { World, WorldOptions } from "../world/interface.ts";
import { temporaryWorld } from "../world/testing.ts";
import { startPages } from "./server.ts";

/** A browser without eyes: what a page says, and what pressing its buttons leads to. */
export type Browser = {
  readonly url: string;
  /** The text of a page that is there. */
  page(path: string): Promise<string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends the form whose button has this label, with these fields filled in; where it leads. */
  press(path: string, label: string, filled?: Readonly<Record<string, string>>): Promise<Response>;
};

/** The pages of a world that go away with the test. */
export async function openPages(
  options: Partial<WorldOptions> = {},
): Promise<{ world: World; browser: Browser }> {
  const world = temporaryWorld(options);
  const pages = await startPages({ world });
  onTestFinished(() => pages.close());
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${pages.url}${path}`, { redirect: "manual", ...init });
  const page = async (path: string) => {
    const response = await request(path);
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  return {
    world,
    browser: {
      url: pages.url,
      page,
      request,
      async press(path, label, filled = {}) {
        const form = formsOf(await page(path)).find((each) => each.label === label);
        if (form === undefined) throw new Error(`${path} has no button ${label}`);
        return request(form.action, {
          method: "POST",
          body: new URLSearchParams({ ...form.fields, ...filled }),
        });
      },
    },
  };
}

/** The value of an attribute as a browser reads it. */
export function attributeValue(html: string): string {
  const signs: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return html.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => signs[name] ?? "");
}

type Form = { readonly action: string; readonly label: string; readonly fields: Record<string, string> };

function formsOf(page: string): Form[] {
  return [...page.matchAll(/<form method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = "", content = ""]) => ({
      action,
      label: /<button[^>]*>([^<]*)<\/button>/.exec(content)?.[1] ?? "",
      fields: Object.fromEntries(
        [...content.matchAll(/<input ([^>]*)>/g)].map(([, attributes = ""]) => [
          /name="([^"]*)"/.exec(attributes)?.[1] ?? "",
          attributeValue(/value="([^"]*)"/.exec(attributes)?.[1] ?? ""),
        ]),
      ),
    }),
  );
}
