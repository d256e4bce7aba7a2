import type { ReactNode } from "react";

/** A heading in the panel, and what stands below it. */
export function PanelSection({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="mb-5">
			<h3 className="mb-1.5 text-xs font-medium text-muted">{title}</h3>
			{children}
		</section>
	);
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className="flex min-h-7 items-baseline justify-between gap-4">
			<dt className="shrink-0 text-muted">{name}</dt>
			<dd className="min-w-0 text-end break-words">{children}</dd>
		</div>
	);
}
