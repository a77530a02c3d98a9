import * as catalog from '@longwave/contracts/catalog';
import * as delivery from '@longwave/contracts/delivery';
import * as identity from '@longwave/contracts/identity';
import * as media from '@longwave/contracts/media';
import { expect, test } from 'vitest';
import { endpoints } from './endpoints.ts';

function isRoute(value: unknown): value is { id: string; method: string; path: string } {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
}

test('every route contract is in the endpoint table with its method and path', () => {
  const contracts = Object.entries({ ...catalog, ...delivery, ...identity, ...media }).filter(([, v]) => isRoute(v));
  expect(contracts.length).toBeGreaterThan(20);
  const fromContracts = Object.fromEntries(
    contracts.map(([name, route]) => (isRoute(route) ? [name, [route.method, route.path]] : [])),
  );
  expect(endpoints).toEqual(fromContracts);
});
