import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const bytes = z.coerce.number().int().positive();

/**
 * Every environment variable of the server: rule, default, meaning (`.describe`), from which docs/CONFIGURATION.md is generated.
 * `X_FILE` is read instead of `X` where the variable holds a secret.
 */
export const configSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` turns response checks off and requires HTTPS cookies when PUBLIC_URL is https'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('TCP port of the server'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; the container image sets 0.0.0.0'),
  DATA_DIR: z.string().default('./data').describe('Folder of everything this instance stores'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Origin people use, e.g. https://music.example.org; default: http://localhost:PORT'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe('PostgreSQL ≥ 15; absent: embedded PGlite in DATA_DIR/db'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional()
    .describe('Redis ≥ 7 for shared counters and live events of several nodes'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  REGISTRATION: z.enum(['open', 'invite', 'closed']).default('open').describe('Who may create an account'),
  REGISTRATION_ROLE: z
    .enum(['listener', 'artist'])
    .default('artist')
    .describe('Role of a new account; `artist` may upload'),
  TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-* of the proxy in front'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .describe('Comma-separated origins of other web apps that may call the API with cookies'),
  FFMPEG_PATH: z.string().optional().describe('ffmpeg to use; default: the one on the PATH'),
  PATH: z.string().default('').describe('Folders in which ffmpeg and ffprobe are looked for'),
  FFPROBE_PATH: z.string().optional().describe('ffprobe to use; default: beside ffmpeg, then the PATH'),
  MEDIA_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Versions processed at once; default: number of cores'),
  AAC_CODER: z
    .enum(['twoloop', 'fast'])
    .default('fast')
    .describe('AAC encoder search; at 256 kb/s `fast` is 3 times cheaper and no noisier (docs/decisions/0010)'),
  UPLOAD_MAX_BYTES: bytes
    .max(2 * 1024 ** 3)
    .default(2 * 1024 ** 3)
    .describe('Largest accepted file'),
  UPLOAD_QUOTA_BYTES: bytes
    .default(20 * 1024 ** 3)
    .describe('Bytes of originals one account may hold; admins have no quota'),
  UPLOAD_PART_BYTES: bytes
    .min(5 * 1024 ** 2)
    .max(64 * 1024 ** 2)
    .default(8 * 1024 ** 2)
    .describe('Size of upload parts'),
  SEGMENT_CACHE_BYTES: bytes.default(64 * 1024 ** 2).describe('Memory for hot media segments'),
  BACKUP_KEEP: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(24)
    .describe('Hourly database backups kept in DATA_DIR/backups (embedded database only)'),
});

export type ConfigVariable = keyof typeof configSchema.shape;
/** Variables whose value may come from a file named by `<NAME>_FILE`. */
export const secretVariables = ['DATABASE_URL', 'REDIS_URL'] as const satisfies readonly ConfigVariable[];

type Parsed = z.output<typeof configSchema>;
export type Config = Readonly<
  Omit<Parsed, 'DATA_DIR' | 'PUBLIC_URL'> & { DATA_DIR: string; PUBLIC_URL: string | null }
>;

/** A wrong environment: one line for each variable, with its rule and an example. */
export class ConfigError extends Error {}

function fromFiles(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const merged = { ...env };
  for (const name of secretVariables) {
    const path = env[`${name}_FILE`];
    if (path !== undefined && merged[name] === undefined) merged[name] = readFileSync(path, 'utf8').trim();
  }
  return merged;
}

/** Reads the environment once into a frozen Config. Throws `ConfigError` naming each wrong variable. Empty strings count as absent. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(fromFiles(env)).filter(([name, value]) => name in configSchema.shape && value !== ''),
  );
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]) as ConfigVariable;
      return `${name}=${JSON.stringify(given[name])}: ${issue.message}. ${configSchema.shape[name].description ?? ''}`;
    });
    throw new ConfigError(`The configuration is wrong:\n  ${lines.join('\n  ')}`);
  }
  return Object.freeze({
    ...parsed.data,
    DATA_DIR: resolve(parsed.data.DATA_DIR),
    PUBLIC_URL: parsed.data.PUBLIC_URL?.replace(/\/$/, '') ?? null,
  });
}

/** The configuration of this process; outside production an `.env` file in the working directory fills what is not set. */
export function loadConfigFromEnvironment(): Config {
  if (process.env.NODE_ENV !== 'production' && existsSync('.env')) process.loadEnvFile('.env');
  return loadConfig(process.env);
}
