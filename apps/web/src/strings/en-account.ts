/** Words of set-up, sign-in and account screens. */

export const fields = {
  email: 'E-mail',
  password: 'Password',
  handle: 'Handle',
  handleHint: (handle: string) => `Your address here: /@${handle || 'handle'}`,
  displayName: 'Name people see',
  displayNameHint: 'Artist, band or station. Leave it empty to use the handle.',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  passwordRules: 'Password rules',
  passwordLength: '8 to 100 characters',
  passwordUncommon: 'Not one that is easy to guess, such as “password123”',
  met: 'met',
  missing: 'This is needed.',
  emailWrong: 'An e-mail address looks like name@example.org.',
  handleWrong: '2 to 32 letters, digits, “_” or “-”, with a letter or digit at both ends.',
  passwordShort: (length: number) => `A password has at least 8 characters; this one has ${length}.`,
  passwordLong: 'A password has at most 100 characters.',
} as const;

export const codes: Readonly<Record<string, string>> = {
  'auth.email_taken': 'There is an account with this e-mail already. Sign in instead.',
  'auth.handle_taken': 'Somebody has this handle. Choose another.',
  'auth.password_too_common': 'This password is on the lists that attackers try first. Choose another.',
  'auth.invalid_credentials': 'E-mail or password is wrong.',
  'auth.registration_closed': 'This instance takes no new accounts. Ask whoever runs it.',
  'auth.account_suspended': 'This account is suspended. Ask whoever runs this instance.',
  'setup.invalid_token': 'This link is not valid any more. Copy the newest one from where the server was started.',
  'setup.already_done': 'This instance is set up already. Sign in instead.',
  'request.rate_limited': 'Too many tries. Wait a minute, then try again.',
};

export const login = {
  submit: 'Sign in',
  noAccount: 'New here?',
  register: 'Create an account',
} as const;

export const register = {
  lead: 'Upload your music and publish it under your own name.',
  submit: 'Create account',
  haveAccount: 'Have an account?',
  login: 'Sign in',
  closedTitle: 'No new accounts here',
  closedText: 'Whoever runs this instance adds accounts by hand. Ask them for one.',
} as const;

export const setup = {
  lead: 'Give it a name, and create the account that looks after it. This page works once.',
  instanceStep: 'The instance',
  accountStep: 'Your account',
  instanceName: 'Name of the instance',
  instanceHint: 'Shown on every page and in links that people share.',
  token: 'Set-up token',
  tokenHint: 'The server printed it when it started; it is also in the file setup-token in its data folder.',
  submit: 'Set up and open the studio',
  doneTitle: 'This instance is set up',
  doneText: 'Its set-up link has been used. Sign in to go on.',
  doneAction: 'Sign in',
} as const;

export const account = {
  profile: 'Profile',
  profileHint: 'What people see on your page.',
  bio: 'About you',
  bioHint: 'Up to 5,000 characters. Line breaks are kept.',
  links: 'Links',
  linkLabel: 'Label',
  linkUrl: 'Address',
  linkUrlWrong: 'An address starts with https:// or http://.',
  addLink: 'Add a link',
  removeLink: (label: string) => `Remove link ${label}`,
  save: 'Save profile',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  saving: 'Saving',
  viewProfile: 'See your page',
  appearance: 'Appearance',
  theme: 'Theme',
  sessions: 'Signed-in devices',
  sessionsHint: 'End any that you do not know, then change your password.',
  thisDevice: 'This device',
  lastSeen: 'Last used',
  revoke: 'Sign out',
  revokeOf: (device: string) => `Sign out ${device}`,
  revoked: (device: string) => `${device} is signed out.`,
  signOut: 'Sign out',
  signedInAs: (email: string) => `Signed in as ${email}`,
  loadFailed: 'Your account could not be loaded',
  unknownDevice: 'Unknown device',
  deviceOn: (browser: string, system: string) => `${browser} on ${system}`,
} as const;
