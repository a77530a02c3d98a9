import type { Requirement } from '@longwave/contracts/permissions';

/**
 * Every route of the product and the lowest role that may ask it. Written by hand on purpose: a route that is new, gone, or
 * open to other people than before fails the test until someone has said here that it is meant.
 */
export const routesByRole: Readonly<Record<string, Requirement>> = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  // Anyone on this machine; from elsewhere only admins.
  'GET /metrics': 'anyone',

  'GET /api/instance': 'anyone',
  'POST /api/setup': 'anyone',
  'POST /api/instance/samples': 'admin',
  'GET /api/admin/jobs': 'admin',
  'POST /api/admin/jobs/{id}/retry': 'admin',
  'POST /api/admin/jobs/{id}/cancel': 'admin',

  'POST /api/auth/register': 'anyone',
  'POST /api/auth/login': 'anyone',
  'POST /api/auth/token': 'anyone',
  'GET /api/auth/session': 'anyone',
  'POST /api/auth/logout': 'listener',
  'DELETE /api/auth/session/{id}': 'listener',
  'GET /api/profiles/{handle}': 'anyone',
  'PATCH /api/me/profile': 'listener',

  'GET /api/uploads': 'artist',
  'POST /api/uploads': 'artist',
  'GET /api/uploads/{id}': 'artist',
  'DELETE /api/uploads/{id}': 'artist',
  'POST /api/uploads/{id}/sign': 'artist',
  'POST /api/uploads/{id}/complete': 'artist',
  // The signature in the URL is the permission.
  'PUT /api/uploads/{id}/parts/{n}': 'anyone',

  'GET /api/tracks': 'anyone',
  'POST /api/tracks': 'artist',
  'GET /api/tracks/{id}': 'anyone',
  'PATCH /api/tracks/{id}': 'artist',
  'DELETE /api/tracks/{id}': 'artist',
  'POST /api/tracks/{id}/publish': 'artist',
  'POST /api/tracks/{id}/unpublish': 'artist',
  'POST /api/tracks/{id}/restore': 'artist',
  'POST /api/tracks/{id}/retry': 'artist',
  'GET /api/tracks/{id}/playback': 'anyone',
  'GET /api/profiles/{handle}/tracks/{slug}': 'anyone',

  // The signature in the URL is the permission; preview pictures show public tracks only.
  'GET /media/{*}': 'anyone',
  'GET /media/og/{name}': 'anyone',
  'GET /api/events': 'anyone',
  'GET /api/oembed': 'anyone',
};
