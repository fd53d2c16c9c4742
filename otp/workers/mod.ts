/**
 * workers manual placeholder
 * @module
 */
export { placed, PlacedDefinition } from "./placed.ts";
export type { PlaceOptions } from "./place_options.ts";
export type { PermissionList, Permissions, Right } from "./permissions.ts";
