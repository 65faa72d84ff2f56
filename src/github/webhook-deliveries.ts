import type { GitHubClient } from "./client.ts";

/** A delivery of the App's webhook that failed, or an attempt to send it again that did. */
export type FailedDelivery = {
  /** As GitHub numbers attempts: a number, or a text of digits where it is larger than numbers go. */
  readonly id: string;
  /** The same for all attempts at one delivery. */
  readonly guid: string;
  readonly event: string;
};

/** https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
const AT_ONCE = 100;

/** The failed deliveries of the last days, the newest first, of so many pages at most. Asked as the App. */
export async function failedDeliveries(client: GitHubClient, pages: number): Promise<FailedDelivery[]> {
  const failed: FailedDelivery[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page++) {
    const from: { cursor?: string } = cursor === null ? {} : { cursor };
    const { items, next } = await client.rest("apps.listWebhookDeliveries", async (rest) => {
      const { data, headers } = await rest.apps.listWebhookDeliveries({
        per_page: AT_ONCE,
        status: "failure",
        ...from,
      });
      return { data: { items: data, next: cursorOf(headers.link ?? "") } };
    });
    failed.push(...items.map(({ id, guid, event }) => ({ id: String(id), guid, event })));
    if (next === null) break;
    cursor = next;
  }
  return failed;
}

/** Asks GitHub to send a delivery once more. Asked as the App. */
export async function redeliver(client: GitHubClient, id: string): Promise<void> {
  await client.rest("apps.redeliverWebhookDelivery", (rest) =>
    // Beyond what numbers can tell apart it stays a text, which the address is made of all the same.
    rest.apps.redeliverWebhookDelivery(
      Object.assign({ delivery_id: Number(id) }, Number.isSafeInteger(Number(id)) ? {} : { delivery_id: id }),
    ),
  );
}

function cursorOf(link: string): string | null {
  const next = link.split(",").find((each) => /;\s*rel="next"/.test(each));
  const address = /<([^>]+)>/.exec(next ?? "")?.[1];
  return address !== undefined && URL.canParse(address) ? new URL(address).searchParams.get("cursor") : null;
}
