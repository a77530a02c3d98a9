import { type FormEvent, useState } from 'react';
import { ApiError, fieldIssues } from '../../api/client.ts';
import { codes } from '../../strings/en-account.ts';
import type { FieldRule } from './field-rules.ts';

export interface FormOptions<F extends string> {
  readonly rules: Readonly<Record<F, FieldRule>>;
  /** Fields that a refusal of the server is about, by its code; other refusals are shown above the button. */
  readonly fieldOfCode?: Readonly<Record<string, NoInfer<F>>>;
  readonly submit: (values: Readonly<Record<NoInfer<F>, string>>) => Promise<void>;
}

export interface FormState<F extends string> {
  readonly busy: boolean;
  readonly errors: Readonly<Partial<Record<F, string>>>;
  /** What is wrong with the whole, not with one field. */
  readonly problem: string | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

type Errors<F extends string> = Partial<Record<F, string>>;

/** A form that checks its fields, sends them once, and puts each refusal at the field it is about, with the focus. */
export function useForm<F extends string>(options: FormOptions<F>): FormState<F> {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Errors<F>>({});
  const [problem, setProblem] = useState<string | null>(null);

  async function send(form: HTMLFormElement) {
    const values = readValues(form, options.rules);
    const refused = check(values, options.rules);
    setProblem(null);
    setErrors(refused);
    if (Object.keys(refused).length > 0) return focusFirst(form, refused);
    setBusy(true);
    try {
      await options.submit(values);
    } catch (error) {
      const found = refusals(error, options);
      setErrors(found.errors);
      setProblem(found.problem);
      focusFirst(form, found.errors);
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    errors,
    problem,
    onSubmit(event) {
      event.preventDefault();
      void send(event.currentTarget);
    },
  };
}

function namesOf<F extends string>(rules: Readonly<Record<F, FieldRule>>): F[] {
  return Object.keys(rules) as F[];
}

function readValues<F extends string>(form: HTMLFormElement, rules: Readonly<Record<F, FieldRule>>): Record<F, string> {
  const data = new FormData(form);
  return Object.fromEntries(namesOf(rules).map((name) => [name, textOf(data.get(name))])) as Record<F, string>;
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}

function check<F extends string>(values: Record<F, string>, rules: Readonly<Record<F, FieldRule>>): Errors<F> {
  const errors: Errors<F> = {};
  for (const name of namesOf(rules)) {
    const error = rules[name](values[name]);
    if (error !== null) errors[name] = error;
  }
  return errors;
}

function refusals<F extends string>(error: unknown, { rules, fieldOfCode }: FormOptions<F>) {
  if (!(error instanceof ApiError)) throw error;
  const message = codes[error.code] ?? error.message;
  const field = fieldOfCode?.[error.code];
  const issues = Object.entries(fieldIssues(error)).filter(([name]) => name in rules);
  const errors = (field ? { [field]: message } : Object.fromEntries(issues)) as Errors<F>;
  return { errors, problem: Object.keys(errors).length > 0 ? null : message };
}

function focusFirst<F extends string>(form: HTMLFormElement, errors: Errors<F>): void {
  const [first] = Object.keys(errors);
  const control = first && form.elements.namedItem(first);
  if (control instanceof HTMLElement) control.focus();
}
