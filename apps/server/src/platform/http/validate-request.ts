import { z } from 'zod';
import type { FieldIssue } from '@longwave/contracts/errors';
import type { RouteContract } from '@longwave/contracts/route';
import { AppError } from '../errors.ts';

type Issue = z.infer<typeof FieldIssue>;
type Part = 'params' | 'query' | 'body';

const issuesMax = 50;
/** A route without a schema takes nothing; an empty object as body is what many clients send for "nothing". */
const nothing = z.strictObject({});
const noBody = nothing.nullish();

/** Parts of a request as they came. */
export type RawParts = Readonly<Record<Part, unknown>>;

function fieldOf(part: Part, path: readonly PropertyKey[]): string {
  return path.length === 0 ? part : path.map(String).join('.');
}

function toIssues(part: Part, error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ field: fieldOf(part, issue.path), rule: issue.code, message: issue.message }];
    }
    return issue.keys.map((key) => ({
      field: fieldOf(part, [...issue.path, key]),
      rule: 'unknown_key',
      message: `"${key.slice(0, 60)}" is not a field of this request`,
    }));
  });
}

/**
 * Makes the check of one route's input: params, query and body against its contract, all wrong fields in one answer.
 * Errors: `request.invalid` with `details.issues` of `{field, rule, message}`.
 */
export function createRequestReader(contract: RouteContract): (raw: RawParts) => RawParts {
  const schemas: Record<Part, z.ZodType> = {
    params: contract.params ?? nothing,
    query: contract.query ?? nothing,
    body: contract.body ?? noBody,
  };
  const declared = { params: contract.params, query: contract.query, body: contract.body };
  return (raw) => {
    const read: Record<Part, unknown> = { params: undefined, query: undefined, body: undefined };
    const issues: Issue[] = [];
    for (const part of ['params', 'query', 'body'] as const) {
      const result = schemas[part].safeParse(raw[part]);
      if (!result.success) issues.push(...toIssues(part, result.error));
      else if (declared[part] !== undefined) read[part] = result.data;
    }
    const [first] = issues;
    if (first === undefined) return read;
    throw new AppError('request.invalid', {
      message: `${first.field.slice(0, 100)}: ${first.message}`,
      details: { issues: issues.slice(0, issuesMax) },
    });
  };
}
