/** What every Pipy from 0.50 to 1.5 has: for a script that runs on all of them. */

/// <reference path="./every/index.d.ts" />
/// <reference path="./tested.d.ts" />
