import { Button } from "../ui/button.tsx";

interface ChoicesErrorProps {
	/** What was asked for: its error, and asking again. */
	read: { readonly error: Error | null; readonly isFetching: boolean; readonly refetch: () => unknown };
}

/** Above fields whose choices could not be read: they have "Any" alone, and this says why and tries again. */
export function ChoicesError({ read: { error, isFetching, refetch } }: ChoicesErrorProps) {
	if (error === null) return null;
	return (
		<div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-ink">
			<p className="break-words">What there is to choose from could not be read. {error.message}</p>
			<Button size="small" className="mt-2" aria-disabled={isFetching} onClick={() => void refetch()}>
				{isFetching ? "Trying…" : "Try again"}
			</Button>
		</div>
	);
}
