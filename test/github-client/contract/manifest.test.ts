import nock from "nock";
import { expect, it } from "vitest";
import { makeApp } from "../../../src/github/manifest.ts";
import { API, failureOfCall, headers, onTheWire } from "./github.ts";

onTheWire();

it("an App is made of a manifest by its code", async () => {
  const app = {
    id: 17,
    slug: "by-name-bot",
    client_id: "Iv1.8a61f9b3a7aba766",
    client_secret: "1726be1638095a19edd134c77bde3aa2ece1e5d8",
    webhook_secret: "e340154128314309424b7c8e90325147d99fdafa",
    pem: "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
    html_url: "https://github.com/apps/by-name-bot",
  };
  nock(API, { badheaders: ["authorization"] })
    .post("/app-manifests/0a1b/conversions")
    .reply(201, app, headers());
  expect(await makeApp(API, "0a1b")).toEqual({
    appId: 17,
    privateKey: app.pem,
    webhookSecret: app.webhook_secret,
    page: app.html_url,
  });
});

it.each([
  [404, { message: "Not Found" }, ["gone", "apps.createFromManifest: Not Found (404)"]],
  [422, { message: "Validation Failed" }, ["refused", "apps.createFromManifest: Validation Failed (422)"]],
  [502, "<html>", ["unavailable", "apps.createFromManifest: GitHub answers 502"]],
])("one that GitHub answers with %i is not", async (status, body, expected) => {
  nock(API).post("/app-manifests/0a1b/conversions").reply(status, body, headers());
  expect(await failureOfCall(makeApp(API, "0a1b"))).toEqual(expected);
});
