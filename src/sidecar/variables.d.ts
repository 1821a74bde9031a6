/**
 * The variables of a connection: Pipy gives each connection its own, and every
 * filter of its pipelines sees the same. They begin as `VARIABLES` says.
 */

/** What was decided for the connection; undefined until its request's head is known. */
declare let _decision: import('./decision.ts').Decision | undefined
/** When the client's first bytes came, in milliseconds since 1970. */
declare let _started: number
/** Bytes of a head that is not whole yet: the client's, and once that is decided the app's. */
declare let _held: Data | undefined
/** Set once an answer is on its way to the client. */
declare let _answered: boolean
/** Set once the connection's probe is counted. */
declare let _counted: boolean
/** How many interim heads the app has sent. */
declare let _interimHeads: number
/** Whether the connection's first byte begins TLS, where a listener serves both. */
declare let _isTls: boolean | undefined
