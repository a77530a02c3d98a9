/** Every command of `longwave`; the documentation check compares the docs with it. */
export const commandNames = ['serve', 'migrate', 'doctor', 'admin create', 'import'] as const;
export type CommandName = (typeof commandNames)[number];
