/** Configs in a few words. */

/** A config with these liveness probes; `more` stands beside the list. */
export const lists = (liveness: unknown, more: object = {}) => ({
  Spec: { Probes: { LivenessProbes: liveness, ...more } },
})

/** The guide's liveness probe, but for some fields. */
export const httpGet = (fields: object = {}) => ({
  httpGet: { path: '/osm-liveness-probe', port: 15901, scheme: 'HTTP', ...fields },
})
