/// <reference path="./library.d.ts" />
/// <reference path="./pipy.d.ts" />
