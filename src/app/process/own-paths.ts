/**
 * What the server answers besides deliveries: whether it lives, whether it is ready, its metrics, and what comes after
 * an installation.
 */
export const OWN_PATHS = {
  live: "/healthz",
  ready: "/readyz",
  metrics: "/metrics",
  installed: "/installed",
} as const;
