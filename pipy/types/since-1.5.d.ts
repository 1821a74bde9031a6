/** What Pipy 1.5 has: for a script of FSM. */

/// <reference path="./since-0.90.d.ts" />
/// <reference path="./since-1.5/api.d.ts" />
