import type { ReactNode } from "react";

/** One matter on the account's page. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
	return (
		<section className="mt-6 rounded-bubble border border-line bg-raised p-5 sm:p-6">
			<h2 className="text-lg font-semibold">{title}</h2>
			{lead !== undefined && <p className="mt-1 text-sm text-muted">{lead}</p>}
			<div className="mt-4">{children}</div>
		</section>
	);
}
