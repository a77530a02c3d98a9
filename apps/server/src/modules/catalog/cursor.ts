import { z } from 'zod';
import { cursorInvalid } from './errors.ts';

const Position = z.tuple([z.enum(['published', 'created', 'deleted']), z.iso.datetime(), z.uuid()]);

/** Where a page ended: the sort time and id of its last row, and which list it belongs to. */
export interface Cursor {
  readonly list: 'published' | 'created' | 'deleted';
  readonly at: Date;
  readonly id: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.list, cursor.at.toISOString(), cursor.id])).toString('base64url');
}

/** Throws `catalog.cursor_invalid` for anything that `encodeCursor` did not make for this list. */
export function decodeCursor(text: string, list: Cursor['list']): Cursor {
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw cursorInvalid();
  }
  const parsed = Position.safeParse(raw);
  if (!parsed.success || parsed.data[0] !== list) throw cursorInvalid();
  return { list, at: new Date(parsed.data[1]), id: parsed.data[2] };
}
