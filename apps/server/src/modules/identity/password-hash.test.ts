import { describe, expect, it } from 'vitest';
import { createPasswords, defaultPasswordCost } from './password-hash.ts';

const cheap = { logN: 4, r: 8, p: 1 };

describe('password hashing', () => {
  it('uses scrypt with N=2^17, r=8, p=1 and a 16-byte salt unless told otherwise, and keeps the parameters with the hash', async () => {
    expect(defaultPasswordCost).toEqual({ logN: 17, r: 8, p: 1 });
    const passwords = createPasswords();
    const stored = await passwords.hash('correct horse battery');
    expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await passwords.verify('correct horse battery', stored)).toEqual({ matches: true, outdated: false });
    expect(await passwords.verify('correct horse batterz', stored)).toMatchObject({ matches: false });
  });

  it('salts: the same password never gives the same hash', async () => {
    const passwords = createPasswords({ cost: cheap });
    expect(await passwords.hash('one password')).not.toBe(await passwords.hash('one password'));
  });

  it('takes one key derivation for an unknown account, as for a wrong password', async () => {
    const passwords = createPasswords({ cost: cheap });
    const stored = await passwords.hash('one password');
    const before = passwords.derivations();
    expect((await passwords.verify('wrong password', stored)).matches).toBe(false);
    expect(passwords.derivations() - before).toBe(1);
    expect((await passwords.verify('wrong password', null)).matches).toBe(false);
    expect(passwords.derivations() - before).toBe(2);
  });

  it('says that a hash of a lower cost is outdated, and still verifies it', async () => {
    const stored = await createPasswords({ cost: cheap }).hash('one password');
    const stronger = createPasswords({ cost: { logN: 5, r: 8, p: 1 } });
    expect(await stronger.verify('one password', stored)).toEqual({ matches: true, outdated: true });
  });

  it('reads the same password typed as composed or decomposed characters', async () => {
    const passwords = createPasswords({ cost: cheap });
    const stored = await passwords.hash('caf\u00e9 na\u00efve');
    expect((await passwords.verify('cafe\u0301 nai\u0308ve', stored)).matches).toBe(true);
  });

  it('refuses with 503 when too many wait, and works on afterwards', async () => {
    const passwords = createPasswords({ cost: { logN: 10, r: 8, p: 1 }, waitingMax: 1 });
    const flood = await Promise.allSettled(Array.from({ length: 12 }, () => passwords.verify('a password', null)));
    const refused = flood.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBe(12 - passwords.derivations());
    for (const result of refused) expect(result.reason).toMatchObject({ code: 'server.unavailable', retryAfterS: 5 });
    expect((await passwords.verify('a password', null)).matches).toBe(false);
  });

  it.each([
    ['nonsense', 'hello'],
    ['another algorithm', '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$a2V5a2V5a2V5a2V5a2V5a2V5'],
    ['a cost that would take all memory', `$scrypt$ln=31,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`],
  ])('refuses a stored hash that is %s', async (_what, stored) => {
    await expect(createPasswords({ cost: cheap }).verify('x', stored)).rejects.toThrow(/stored password hash/);
  });
});
