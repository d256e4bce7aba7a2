/** Keys as they stand on the keyboard: `G I` one after the other, `Ctrl+K` together. */
export function Keys({ keys }: { keys: string }) {
	return (
		<span className="inline-flex items-center gap-1">
			{keys.split(" ").map((key) => (
				<kbd
					key={key}
					className="inline-grid min-h-5 min-w-5 place-items-center rounded-sm border border-line bg-panel px-1 font-sans text-2xs text-muted"
				>
					{key}
				</kbd>
			))}
		</span>
	);
}
