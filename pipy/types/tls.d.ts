/** What the webhook needs beside: TLS for clients, pipelines on the side, and time. */

interface Data {
  toString(encoding: 'base64'): string
}

declare namespace crypto {
  /** From PEM. An error where it is none. */
  class PrivateKey {
    constructor(pem: Data)
  }
  /** From PEM: the server's certificate, and those that vouch for it. */
  class CertificateChain {
    constructor(pem: Data)
  }
}

interface AcceptTLSOptions {
  /** Asked for each connection. */
  certificate: () =>
    | { readonly cert: crypto.CertificateChain; readonly key: crypto.PrivateKey }
    | undefined
}

/** A filter whose pipeline is still to be named. */
interface Joint<Chain> {
  to(pipeline: ($: Filters) => Filters): Chain
}

interface Filters {
  /** What the client says in TLS goes through the pipeline, and what comes out back to it. */
  acceptTLS(options: AcceptTLSOptions): Joint<Filters>
  /**
   * Runs a pipeline on the side, before the event goes on. It sees the connection's variables as they
   * were at its first event; an error in it is logged, and ends nothing but what its callback was doing.
   */
  fork(): Joint<this>
  handleData(handle: (data: Data) => void): this
}

interface Timeout {
  /** Its promise is never fulfilled then. */
  cancel(): void
}

/** From 0.90 on. */
declare const Promise: {
  new <Value>(run: (fulfil: (value: Value) => void) => void): PipyPromise<Value>
}
