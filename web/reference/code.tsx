/** Scrolls by itself, and can be reached to be scrolled by keys. */
export function Code({ label, children }: { label: string; children: string }) {
	return (
		<pre
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
			tabIndex={0}
			// oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a section has no text of its own that keeps its lines
			role="region"
			aria-label={label}
			className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-panel p-3 text-xs"
		>
			{children}
		</pre>
	);
}
