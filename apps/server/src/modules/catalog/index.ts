export { createCatalog, type Catalog, type PlayableTrack } from './catalog.ts';
export type { CatalogDeps } from './catalog-deps.ts';
export { catalogModule } from './module.ts';
