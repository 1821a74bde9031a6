/** The variable of a webhook's connection: what its filters know of the client. */
declare let _client: import('./client.ts').Client
