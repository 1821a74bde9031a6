/** What the functional API of Pipy 1.5 and 2 has, as far as it is used here. */

/// <reference path="./functional/api.d.ts" />
