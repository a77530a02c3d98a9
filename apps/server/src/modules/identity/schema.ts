import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { SessionId, UserId } from '@longwave/contracts/ids';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** The one row that says what this instance is called and that it has been set up. */
export const instance = pgTable(
  'instance',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    setUpAt: at('set_up_at').notNull(),
  },
  (t) => [check('instance_single_row', sql`${t.id} = 1`)],
);

export const users = pgTable(
  'users',
  {
    id: uuid('id').$type<UserId>().primaryKey(),
    /** Lower case; unique. */
    handle: text('handle').notNull(),
    /** Lower case; unique. */
    email: text('email').notNull(),
    displayName: text('display_name').notNull(),
    bio: text('bio').notNull().default(''),
    links: jsonb('links').$type<{ label: string; url: string }[]>().notNull().default([]),
    role: text('role', { enum: ['listener', 'artist', 'moderator', 'admin'] }).notNull(),
    status: text('status', { enum: ['active', 'suspended', 'banned'] })
      .notNull()
      .default('active'),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [uniqueIndex('users_handle').on(t.handle), uniqueIndex('users_email').on(t.email)],
);

/** Password of an account that has one; other ways in get tables of their own. `hash` holds the scrypt parameters, salt and key. */
export const passwordCredentials = pgTable('password_credentials', {
  userId: uuid('user_id')
    .$type<UserId>()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  hash: text('hash').notNull(),
  changedAt: at('changed_at').notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').$type<SessionId>().primaryKey(),
    userId: uuid('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the cookie's secret: a stolen table opens no session. */
    tokenHash: text('token_hash').notNull(),
    /** Id of the access token this row stands for; null for a browser session. */
    jwtId: uuid('jwt_id'),
    userAgent: text('user_agent').notNull(),
    ipHash: text('ip_hash').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('sessions_token').on(t.tokenHash),
    index('sessions_user').on(t.userId),
    index('sessions_expiry').on(t.expiresAt),
  ],
);
