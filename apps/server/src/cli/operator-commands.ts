import { z } from 'zod';
import { DisplayName, Email, Handle, Password } from '@longwave/contracts/identity';
import type { ControlHandler } from '../platform/control/control-socket.ts';
import { examine, type DoctorDeps, type Finding } from './doctor.ts';
import {
  importFolder,
  ImportInput,
  type ImportDeps,
  type ImportProgress,
  type ImportSummary,
} from './import-folder.ts';

export const CreateAdminInput = z.strictObject({
  handle: Handle,
  email: Email,
  password: Password,
  displayName: DisplayName.optional(),
});
export type CreateAdminInput = z.infer<typeof CreateAdminInput>;

/** What the operator can ask of the application, in this process or, through the control socket, of the running server. */
export interface OperatorCommands {
  importFolder(input: ImportInput, report: (progress: ImportProgress) => void): Promise<ImportSummary>;
  doctor(report: (finding: Finding) => void): Promise<Finding[]>;
  createAdmin(input: CreateAdminInput): Promise<{ created: boolean }>;
}

export function createOperatorCommands(deps: {
  importing: ImportDeps;
  doctor: DoctorDeps;
  createAdmin(input: CreateAdminInput): Promise<{ created: boolean }>;
}): OperatorCommands {
  return {
    importFolder: (input, report) => importFolder(deps.importing, input, report),
    doctor: (report) => examine(deps.doctor, report),
    createAdmin: deps.createAdmin,
  };
}

/** The same commands behind the control socket: names and inputs are checked again, as they come from another process. */
export function controlHandler(commands: OperatorCommands): ControlHandler {
  return async (name, input, report) => {
    if (name === 'import') return commands.importFolder(ImportInput.parse(input), report);
    if (name === 'doctor') return commands.doctor(report);
    if (name === 'admin create') return commands.createAdmin(CreateAdminInput.parse(input));
    throw new Error(`the server knows no command "${name}"`);
  };
}
