/** What the server answers besides deliveries: whether it lives, whether it is ready, and its metrics. */
export const OWN_PATHS = { live: "/healthz", ready: "/readyz", metrics: "/metrics" } as const;
