import { fields } from '../../strings/en-account.ts';

/** What is wrong with a value, in words, or null. The server has the last word; these only spare people a round trip. */
export type FieldRule = (value: string) => string | null;

export const needed: FieldRule = (value) => (value.trim() === '' ? fields.missing : null);

export const emailRule: FieldRule = (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : fields.emailWrong);

export const handleRule: FieldRule = (value) =>
  /^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])$/i.test(value.trim()) ? null : fields.handleWrong;

export const passwordRule: FieldRule = (value) => {
  if (value.length < 8) return fields.passwordShort(value.length);
  return value.length > 100 ? fields.passwordLong : null;
};
