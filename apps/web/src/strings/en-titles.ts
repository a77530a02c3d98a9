/** Titles of pages that are loaded when they are entered: kept apart, because every page's first load knows them. */
export const titles = {
  setup: 'Set up this instance',
  login: 'Sign in',
  register: 'Create an account',
  account: 'Account',
  studio: 'Studio',
} as const;
