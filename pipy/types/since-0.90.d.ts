/** What Pipy 0.90 and 1.5 have: for a script of osm-edge 1.3 or later. */

/// <reference path="./every/index.d.ts" />
/// <reference path="./since-0.90/api.d.ts" />
/// <reference path="./since-0.90/configuration.d.ts" />
/// <reference path="./since-0.90/filters.d.ts" />
/// <reference path="./since-0.90/library.d.ts" />
/// <reference path="./since-0.90/options.d.ts" />
