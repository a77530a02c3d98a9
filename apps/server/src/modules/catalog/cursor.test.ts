import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const lists = ['published', 'created', 'deleted'] as const;

test('a cursor comes back as it was, for its own list alone', () => {
  const anyDate = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...lists), anyDate, fc.uuid(), (list, at, id) => {
      const text = encodeCursor({ list, at, id });
      expect(decodeCursor(text, list)).toEqual({ list, at, id });
      for (const other of lists.filter((name) => name !== list))
        expect(() => decodeCursor(text, other)).toThrow(/cursor/);
    }),
  );
});

test('garbage is refused with the code of the contract', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeCursor(text, 'published')).toThrow(
        expect.objectContaining({ code: 'catalog.cursor_invalid' }),
      );
    }),
  );
});
