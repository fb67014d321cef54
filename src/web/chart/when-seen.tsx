/** Pictures below the fold ask nothing until they are scrolled to. */
import { useInViewport } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { usePrinting } from '../state/printing.ts';

export function WhenSeen({
  className,
  height,
  children,
}: {
  readonly className?: string | undefined;
  /** kept free until then, so that the page does not jump */
  readonly height: number;
  readonly children: ReactNode;
}): ReactNode {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const [seen, setSeen] = useState(false);
  const printing = usePrinting();
  if ((inViewport || printing) && !seen) setSeen(true);
  return (
    <div ref={ref} className={className} style={seen ? undefined : { minHeight: height }}>
      {seen && children}
    </div>
  );
}
