import { clsx } from 'clsx';
import { useState } from 'react';
import { useCssVars } from './css-vars.ts';
import { Icon } from './icons.tsx';

/** A square picture over its own main colour, which is what shows while it loads or when it cannot. */
export function Artwork(props: {
  src: string;
  colour: string;
  alt: string;
  sizePx: number;
  className?: string;
  /** The page's main picture loads first. */
  eager?: boolean;
  onBroken?: () => void;
}) {
  const ref = useCssVars<HTMLSpanElement>({ '--lw-art': props.colour });
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span
      ref={ref}
      className={clsx(
        'relative block aspect-square shrink-0 overflow-hidden bg-(--lw-art,var(--lw-line))',
        props.className,
      )}
    >
      {broken === props.src ? (
        <Icon name="music" className="absolute inset-0 m-auto text-text/70" />
      ) : (
        <img
          src={props.src}
          alt={props.alt}
          width={props.sizePx}
          height={props.sizePx}
          loading={props.eager === true ? 'eager' : 'lazy'}
          fetchPriority={props.eager === true ? 'high' : 'auto'}
          decoding="async"
          onError={() => {
            setBroken(props.src);
            props.onBroken?.();
          }}
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
