/**
 * What the compiler makes of a connection's variables for the functional API: fields of
 * this one, whose `$` has Pipy keep one for each connection. See build/pipyjs/functional.ts.
 */
declare let $connection: PipyVariables
