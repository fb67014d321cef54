import { Component, type ReactNode } from 'react';

interface Props {
  readonly fallback: (cause: Error) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a view's own bug inside the view. */
export class ErrorBoundary extends Component<Props, { readonly cause?: Error }> {
  override state: { readonly cause?: Error } = {};
  static getDerivedStateFromError(cause: unknown): { cause: Error } {
    return { cause: cause instanceof Error ? cause : new Error(String(cause)) };
  }
  override render(): ReactNode {
    return this.state.cause ? this.props.fallback(this.state.cause) : this.props.children;
  }
}
