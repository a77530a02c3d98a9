import { ioModules, mayUse } from './table.mjs';

const modules = '^apps/server/src/modules/';
const platform = '^apps/server/src/platform/';
const tests = String.raw`\.(test|fixture|contract)\.tsx?$`;
const pure = String.raw`^apps/server/src/modules/[^/]+/(policy|errors|schema|present-[^/]+|[^/]+-policy)\.ts$`;

function rule(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to };
}

/** Dependency-cruiser rules made from the table: each refuses one way of bending the house. */
export function boundaryRules() {
  const table = Object.entries(mayUse).map(([name, allowed]) =>
    rule(`table-${name}`, `${name} may use ${allowed.join(', ') || 'no other module'}`, {
      from: { path: `${modules}${name}/`, pathNot: tests },
      to: { path: modules, pathNot: `${modules}(${[name, ...allowed].join('|')})/` },
    }),
  );
  return [
    ...table,
    rule(
      'door-only',
      'another module is used through its index.ts; a schema.ts may name a schema.ts for foreign keys',
      {
        from: { path: `${modules}([^/]+)/`, pathNot: `(/schema\\.ts$|${tests})` },
        to: { path: modules, pathNot: `(${modules}$1/|/index\\.ts$)` },
      },
    ),
    rule('schema-door', 'a schema.ts uses schema.ts files of other modules and nothing else of them', {
      from: { path: `${modules}([^/]+)/schema\\.ts$` },
      to: { path: modules, pathNot: `(${modules}$1/|/schema\\.ts$)` },
    }),
    rule('platform-below', 'platform imports no module, no app, no command', {
      from: { path: platform, pathNot: tests },
      to: { path: '^apps/server/src/(modules/|app\\.ts|main\\.ts|cli/)' },
    }),
    rule('root-names-modules', 'only the composition root names modules', {
      from: { path: '^apps/server/src/', pathNot: `(${modules}|^apps/server/src/app\\.ts$|${tests})` },
      to: { path: modules },
    }),
    rule('contracts-only-zod', 'contracts import zod and one another', {
      from: { path: '^packages/contracts/src/', pathNot: tests },
      to: { pathNot: '(^packages/contracts/src/|node_modules/zod/)' },
    }),
    rule('web-not-server', 'the web app knows the contracts, never the server', {
      from: { path: '^apps/web/src/' },
      to: { path: '^apps/server/' },
    }),
    rule('server-not-web', 'the server loads the built web app, never its sources', {
      from: { path: '^apps/server/src/' },
      to: { path: '^apps/web/' },
    }),
    rule('io-in-platform', 'files, sockets and processes are touched in platform/ alone', {
      from: { path: '^apps/server/src/', pathNot: `(${platform}|^apps/server/src/config\\.ts$|${tests})` },
      to: { path: `^(node:)?(${ioModules.join('|')})$`, dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    }),
    rule('pure-files', 'policy, presenters, schemas and errors do no I/O', {
      from: { path: pure },
      to: { path: `${platform}(db|storage|jobs|ffmpeg|realtime)/`, dependencyTypesNot: ['type-only'] },
    }),
    rule('no-runtime-cycle', 'files do not need each other in a circle at run time', {
      from: { path: '^(apps|packages)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    }),
    rule('resolvable', 'every import resolves', { from: {}, to: { couldNotResolve: true } }),
  ];
}
