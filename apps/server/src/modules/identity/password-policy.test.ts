import { describe, expect, it } from 'vitest';
import { commonPasswordCores } from './common-passwords.ts';
import { commonPasswordRule, refuseCommonPassword } from './password-policy.ts';

const account = { handle: 'nightowl', email: 'olive.reed@example.org' };

describe('the password policy', () => {
  it('knows at least a thousand common passwords', () => {
    expect(commonPasswordCores.size).toBeGreaterThanOrEqual(1000);
  });

  it.each([
    ['password', 'P4ssw0rd!', 'Dragon2024', '123superman', 'iloveyou1', 'Sunshine!!', 'letmein123', 'metallica666'],
    ['monkeymonkey', 'welcome1welcome1'],
    ['aaaaaaaa', 'abcabcabc', '12121212', 'xyxyxyxyxy'],
    ['12345678', '87654321', 'qwertyuiop', 'asdfghjkl', 'abcdefgh', 'qwer1234', '1qaz2wsx', 'zxcvbnm123456'],
    ['19841107', '5550199911'],
  ])('refuses %s and its like', (...passwords) => {
    for (const password of passwords) expect.soft(commonPasswordRule(password, []), password).not.toBeNull();
  });

  it.each(['nightowl', 'NightOwl99', 'olive.reed', 'olive.reed@example.org', 'Olive.Reed2024!'])(
    'refuses %s because it is a word of the account',
    (password) => {
      expect(() => refuseCommonPassword(password, account)).toThrow(
        expect.objectContaining({
          code: 'auth.password_too_common',
          details: { field: 'password', rule: 'not your handle, name or e-mail address' },
        }),
      );
    },
  );

  it.each([
    'correct horse battery',
    'tangerine-lamp-58',
    'vX9#qLp2',
    'dragon flies over 7 hills',
    '写真を撮るのが好き',
    '738291046528',
  ])('accepts %s', (password) => {
    expect(() => refuseCommonPassword(password, account)).not.toThrow();
  });
});
