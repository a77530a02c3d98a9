import { clsx } from 'clsx';
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { Icon } from './icons.tsx';

interface FieldText {
  readonly label: string;
  /** Help that is always shown. */
  readonly hint?: ReactNode;
  /** What is wrong and how to put it right; announced, and tied to the control. */
  readonly error?: string | undefined;
  /** Keeps the label for assistive technology only. */
  readonly hideLabel?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly className: string;
}

const control =
  'w-full rounded-control border bg-ground px-3 text-base text-text placeholder:text-muted transition-[border-color] disabled:opacity-60';

function Field(props: FieldText & { render: (wiring: Wiring) => ReactNode; className?: string | undefined }) {
  const id = useId();
  const { label, hint, error, hideLabel = false } = props;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={clsx('grid gap-1.5', props.className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {props.render({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error === undefined ? undefined : true,
        className: clsx(control, error === undefined ? 'border-edge hover:border-text' : 'border-bad'),
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-sm text-bad">
          <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

export type TextFieldProps = FieldText & { ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>;
export function TextField({ label, hint, error, hideLabel, className, ...rest }: TextFieldProps) {
  return (
    <Field
      {...fieldText({ label, hint, error, hideLabel })}
      className={className}
      render={(wiring) => <input type="text" {...rest} {...wiring} className={clsx(wiring.className, 'h-10')} />}
    />
  );
}

export type TextAreaProps = FieldText & {
  ref?: Ref<HTMLTextAreaElement>;
} & TextareaHTMLAttributes<HTMLTextAreaElement>;
export function TextArea({ label, hint, error, hideLabel, className, ...rest }: TextAreaProps) {
  return (
    <Field
      {...fieldText({ label, hint, error, hideLabel })}
      className={className}
      render={(wiring) => (
        <textarea
          rows={4}
          {...rest}
          {...wiring}
          className={clsx(wiring.className, 'min-h-24 py-2 field-sizing-content')}
        />
      )}
    />
  );
}

export type SelectProps = FieldText & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  ref?: Ref<HTMLSelectElement>;
} & SelectHTMLAttributes<HTMLSelectElement>;
/** The platform's own select: the best keyboard and touch behaviour there is, and no script. */
export function Select({ label, hint, error, hideLabel, className, options, ...rest }: SelectProps) {
  return (
    <Field
      {...fieldText({ label, hint, error, hideLabel })}
      className={className}
      render={(wiring) => (
        <div className="relative">
          <select {...rest} {...wiring} className={clsx(wiring.className, 'h-10 appearance-none pr-9')}>
            {options.map(({ value, label: text }) => (
              <option key={value} value={value} className="bg-raised text-text">
                {text}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" size={18} className="pointer-events-none absolute top-2.75 right-2.5 text-muted" />
        </div>
      )}
    />
  );
}

function fieldText(text: { [K in keyof FieldText]: FieldText[K] | undefined } & { label: string }): FieldText {
  const { label, hint, error, hideLabel } = text;
  return { label, error, ...(hint === undefined ? {} : { hint }), ...(hideLabel === undefined ? {} : { hideLabel }) };
}
