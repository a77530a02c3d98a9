import { AppError } from '../../platform/errors.ts';
import { commonPasswordCores } from './common-passwords.ts';

/** Digits and signs that people put in place of letters. */
const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** Rows of keyboards and the alphabet: runs of these, either way, are sequences. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
];
const tracks = rows.flatMap((row) => [row, [...row].toReversed().join('')]);
const runLengthMin = 4;
/** A short tail or head of digits and signs adds little: it is tried first by every cracking tool. */
const decoration = /^[^\p{L}]{0,6}|[^\p{L}]{0,6}$/gu;

/** Which simple rule a password breaks, or null. `own` are words of the account: handle, local part of the e-mail, names. */
export function commonPasswordRule(password: string, own: readonly string[]): string | null {
  const text = password.normalize('NFKC').toLowerCase();
  if (/^(.{1,4})\1+$/u.test(text) || new Set(text).size < 4) return 'not one piece repeated';
  if (isMadeOfRuns(text)) return 'not a sequence of the keyboard or the alphabet';
  if (!/[^\d]/.test(text) && text.length < 12) return 'not digits only when shorter than 12';
  const cores = coresOf(text);
  if (cores.some((core) => commonPasswordCores.has(core))) return 'not one of the most used passwords';
  const words = own.map((word) => word.toLowerCase()).filter((word) => word.length >= 3);
  if (cores.some((core) => words.includes(core))) return 'not your handle, name or e-mail address';
  return null;
}

function asLetters(word: string): string {
  return word.replace(/[013457@$!]/g, (sign) => lookAlikes[sign] ?? sign);
}

/** Forms of a password, and of the piece it repeats if it does: as typed, without decoration, with look-alikes read as letters. */
function coresOf(text: string): string[] {
  const piece = /^(.+?)\1+$/u.exec(text)?.[1];
  return [text, ...(piece === undefined ? [] : [piece])].flatMap((form) => {
    const bare = form.replace(decoration, '');
    return [form, bare, asLetters(form), asLetters(bare), asLetters(form.replace(/[^\p{L}]{0,6}$/u, ''))];
  });
}

function isMadeOfRuns(text: string): boolean {
  let rest = text;
  while (rest.length >= runLengthMin) {
    const length = runLengthAt(rest);
    if (length < runLengthMin) return false;
    rest = rest.slice(length);
  }
  // What is left over is too short to make a difference.
  return true;
}

function runLengthAt(text: string): number {
  let longest = 0;
  for (let length = runLengthMin; length <= text.length; length += 1) {
    const piece = text.slice(0, length);
    if (!tracks.some((track) => track.includes(piece))) break;
    longest = length;
  }
  return longest;
}

/** Refuses a guessable password with `auth.password_too_common`, naming the rule. */
export function refuseCommonPassword(
  password: string,
  account: { handle: string; email: string; displayName?: string | undefined },
): void {
  const [localPart = ''] = account.email.split('@');
  const rule = commonPasswordRule(password, [
    account.handle,
    account.email,
    localPart,
    ...(account.displayName === undefined ? [] : [account.displayName]),
  ]);
  if (rule === null) return;
  throw new AppError('auth.password_too_common', {
    message: `This password is easy to guess. Choose another: ${rule}.`,
    details: { field: 'password', rule },
  });
}
