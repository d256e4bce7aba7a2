import { Component, type ReactNode } from "react";
import { ErrorState } from "../ui/states.tsx";

/** A page that breaks, or whose code could not be fetched, breaks alone: the rail stays. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
	override state: { error: Error | null } = { error: null };

	static getDerivedStateFromError(error: Error): { error: Error } {
		return { error };
	}

	override render(): ReactNode {
		if (this.state.error === null) return this.props.children;
		// after a deployment the old code's files are gone: only loading anew brings the new ones
		return <ErrorState message="This page could not be shown." onRetry={() => location.reload()} />;
	}
}
