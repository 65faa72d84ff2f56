import type { Delivery } from "../../world/model.ts";
import { type Call, found, type Handlers, idOf } from "./call.ts";
import { numberOf } from "./page.ts";

type OnDelivery = "apps/get-webhook-delivery" | "apps/redeliver-webhook-delivery";

export const deliveryHandlers: Handlers<OnDelivery | "apps/list-webhook-deliveries"> = {
  "apps/list-webhook-deliveries": (call) => {
    const size = Math.min(100, numberOf(call.query.per_page, "per_page") ?? 30);
    const { cursor, status } = call.query;
    const [, from] = /^v1_(\d+)$/.exec(cursor ?? "") ?? [];
    const wanted = all(call)
      .filter(({ id }) => from === undefined || id <= Number(from))
      .filter(({ statusCode }) => status === undefined || (status === "success") === isSuccess(statusCode))
      .toSorted((one, other) => other.id - one.id);
    const next = wanted[size];
    const query = new URLSearchParams({ ...call.query, cursor: `v1_${next?.id}` });
    return {
      status: 200,
      body: wanted.slice(0, size).map(itemJson),
      headers: next === undefined ? {} : { link: `<${call.url}?${query}>; rel="next"` },
    };
  },
  "apps/get-webhook-delivery": (call) => {
    const delivery = deliveryOf(call);
    const { headers, payload } = delivery.request;
    const body = {
      ...itemJson(delivery),
      request: { headers: { ...headers }, payload: JSON.parse(payload) },
      response: { headers: { ...delivery.response.headers }, payload: delivery.response.body },
    };
    return { status: 200, body };
  },
  "apps/redeliver-webhook-delivery": (call) => {
    const { id } = deliveryOf(call);
    // It is answered before it is delivered, and the log says how that went.
    call.deliveries.redeliver(id).catch(() => {});
    return { status: 202, body: {} };
  },
};

function all({ deliveries, caller }: Pick<Call<OnDelivery>, "deliveries" | "caller">): readonly Delivery[] {
  return deliveries.log().filter(({ appId }) => appId === caller.app.id);
}

function deliveryOf(call: Call<OnDelivery>): Delivery {
  const id = idOf(call.path.delivery_id);
  return found(all(call).find((one) => one.id === id));
}

function itemJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function isSuccess(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 300;
}
